"""Lists of versions with `encoding-type=url`: keys that no XML can hold are told percent-encoded, as other lists tell them.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
"""

import inspect

from ministack.services import s3

# What of an answer is a key, or a part of one.
KEYS = ("Key", "Prefix", "Delimiter", "KeyMarker", "NextKeyMarker")

_plain_list, _plain_body, _plain_element = s3._list_object_versions, s3._xml_body, s3.SubElement


def is_open():
    return "encoding-type" not in inspect.getsource(s3._list_object_versions)


def close():
    s3._list_object_versions = _list


def _list(bucket_name, query_params):
    if s3._qp(query_params, "encoding-type", "") != "url":
        return _plain_list(bucket_name, query_params)
    # It answers in one go, on the loop that serves everybody: nobody else asks meanwhile.
    s3._xml_body = _encoded
    try:
        return _plain_list(bucket_name, query_params)
    finally:
        s3._xml_body = _plain_body


def _encoded(root):
    for element in root.iter():
        if element.tag.rpartition("}")[2] in KEYS and element.text:
            element.text = s3._url_encode(element.text)
    _plain_element(root, "EncodingType").text = "url"
    return _plain_body(root)
