import { AcmCertificate } from '@cdktn/provider-aws/lib/acm-certificate/index.js';
import { AcmCertificateValidation } from '@cdktn/provider-aws/lib/acm-certificate-validation/index.js';
import { Route53Record } from '@cdktn/provider-aws/lib/route53-record/index.js';
import { Construct } from 'constructs';

/** What a {@link Certificate} is made from. */
export interface CertificateProps {
  /** Host names, at least one; `*.example.com` covers one level. */
  readonly names: readonly string[];
  /** Route 53 zone that the proof of control is written to. */
  readonly zoneId: string;
  /** Region of the certificate. @default the provider's */
  readonly region?: string;
}

/** Characters of the first name; the others may be longer. https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html */
const LONGEST_FIRST = 64;

/** A public certificate that ACM issued and renews, proven by DNS. */
export class Certificate extends Construct {
  /** Known only once the certificate is issued, so that nothing is served with a pending one. */
  readonly arn: string;

  constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id);
    const domainName = props.names.find((name) => name.length <= LONGEST_FIRST) ?? props.names[0];
    const others = props.names.filter((name) => name !== domainName);
    const certificate = new AcmCertificate(this, 'Default', {
      domainName,
      subjectAlternativeNames: others.length > 0 ? others : undefined,
      validationMethod: 'DNS',
      region: props.region,
      lifecycle: { createBeforeDestroy: true },
    });
    const records = namesToProve(props.names).map(
      (name) =>
        new Route53Record(this, `proof-${name}`, {
          zoneId: props.zoneId,
          name: proof(certificate, name, 'resource_record_name'),
          type: proof(certificate, name, 'resource_record_type'),
          records: [proof(certificate, name, 'resource_record_value')],
          ttl: 300,
          // A certificate that is replaced asks for the same record as the one before.
          allowOverwrite: true,
        }),
    );
    this.arn = new AcmCertificateValidation(this, 'validation', {
      certificateArn: certificate.arn,
      validationRecordFqdns: records.map((record) => record.fqdn),
      region: props.region,
    }).certificateArn;
  }
}

/** ACM asks for the same record for `example.com` and `*.example.com`. */
function namesToProve(names: readonly string[]): string[] {
  return names.filter((name) => !(name.startsWith('*.') && names.includes(name.slice(2))));
}

/** The options are a set, which cannot be indexed: the one of a name is picked when Terraform evaluates. */
function proof(certificate: AcmCertificate, name: string, attribute: string): string {
  const address = `${certificate.terraformResourceType}.${certificate.friendlyUniqueId}`;
  return `\${one([for option in ${address}.domain_validation_options : option.${attribute} if option.domain_name == "${name}"])}`;
}
