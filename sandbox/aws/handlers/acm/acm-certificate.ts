import { type ApiObject, handler } from '../contract.js';

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html */
export default handler({
  type: 'aws_acm_certificate',
  service: 'acm',
  created: { id: 'CertificateArn', arn: 'CertificateArn' },
  key: { CertificateArn: '{id}' },
  create: {
    call: 'RequestCertificate',
    send: ['domain_name', 'subject_alternative_names', 'validation_method', 'key_algorithm'],
  },
  read: {
    call: 'DescribeCertificate',
    at: 'Certificate',
    only: [],
    set: (described, state) => ({
      arn: described.CertificateArn,
      domain_name: described.DomainName,
      // ACM lists the first name among the others; a configuration need not.
      subject_alternative_names: (described.SubjectAlternativeNames ?? []).filter(
        (name: string) => name !== described.DomainName || (state.subject_alternative_names ?? []).includes(name),
      ),
      domain_validation_options: (described.DomainValidationOptions ?? []).map(toOption),
      validation_method: described.DomainValidationOptions?.[0]?.ValidationMethod ?? 'DNS',
      key_algorithm: described.KeyAlgorithm,
      status: described.Status,
      type: described.Type,
      not_before: toText(described.NotBefore),
      not_after: toText(described.NotAfter),
      renewal_eligibility: described.RenewalEligibility ?? 'INELIGIBLE',
      renewal_summary: [],
      validation_emails: [],
      pending_renewal: false,
    }),
  },
  delete: { call: 'DeleteCertificate' },
  equal: {
    subject_alternative_names: (left, right) => withoutOrder(left) === withoutOrder(right),
  },
  immutable: ['domain_name', 'subject_alternative_names', 'validation_method', 'key_algorithm'],
  optionalComputed: ['subject_alternative_names', 'validation_method', 'key_algorithm'],
  ready: (described) => Boolean(described.DomainValidationOptions?.[0]?.ResourceRecord),
});

function toOption(option: ApiObject) {
  return {
    domain_name: option.DomainName,
    resource_record_name: option.ResourceRecord?.Name,
    resource_record_type: option.ResourceRecord?.Type,
    resource_record_value: option.ResourceRecord?.Value,
  };
}

function toText(time: unknown): string {
  return time instanceof Date ? time.toISOString() : String(time ?? '');
}

function withoutOrder(names: readonly string[] | null): string {
  return [...(names ?? [])].sort().join();
}
