"""Tags of an OpenID Connect provider can be changed, not only given at its creation.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagOpenIDConnectProvider.html
"""

from ministack.services import iam


def is_open():
    return "TagOpenIDConnectProvider" not in iam._IAM_HANDLERS


def close():
    iam._IAM_HANDLERS["TagOpenIDConnectProvider"] = _tag
    iam._IAM_HANDLERS["UntagOpenIDConnectProvider"] = _untag
    iam._IAM_HANDLERS["ListOpenIDConnectProviderTags"] = _list


def _tag(parameters):
    def change(tags):
        given = iam._extract_tags(parameters)
        if iam._identity_tags_have_duplicate_keys(given):
            return None
        return {**tags, **{iam._identity_tag_key(tag["Key"]): tag for tag in given}}

    return _changed("TagOpenIDConnectProvider", parameters, change)


def _untag(parameters):
    def change(tags):
        gone = {iam._identity_tag_key(key) for key in iam._extract_tag_keys(parameters)}
        return {key: tag for key, tag in tags.items() if key not in gone}

    return _changed("UntagOpenIDConnectProvider", parameters, change)


def _list(parameters):
    provider = _find(parameters)
    if provider is None:
        return _absent(parameters)
    members = "".join(
        f"<member><Key>{iam._xml_escape(tag['Key'])}</Key><Value>{iam._xml_escape(tag['Value'])}</Value></member>"
        for tag in provider.get("Tags", [])
    )
    result = f"<Tags>{members}</Tags><IsTruncated>false</IsTruncated>"
    name = "ListOpenIDConnectProviderTags"
    return iam._xml(200, f"{name}Response", f"<{name}Result>{result}</{name}Result>", ns="iam")


def _changed(operation, parameters, change):
    provider = _find(parameters)
    if provider is None:
        return _absent(parameters)
    tags = change({iam._identity_tag_key(tag["Key"]): tag for tag in provider.get("Tags", [])})
    if tags is None:
        return iam._error(400, "InvalidInput", iam.DUPLICATE_IDENTITY_TAG_KEYS, ns="iam")
    provider["Tags"] = list(tags.values())
    return iam._xml(200, f"{operation}Response", "", ns="iam")


def _find(parameters):
    return iam._oidc_providers.get(iam._p(parameters, "OpenIDConnectProviderArn"))


def _absent(parameters):
    arn = iam._p(parameters, "OpenIDConnectProviderArn")
    return iam._error(404, "NoSuchEntity", f"OIDC provider {arn} not found.", ns="iam")
