import { type ApiObject, type Attributes, type Context, handler } from '../contract.js';
import { tagList } from '../tagging/tag-list.js';

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html */
export default handler({
  type: 'aws_acm_certificate',
  service: 'acm',
  key: { CertificateArn: '{id}' },
  create: [
    { run: (state, context) => (isImported(state) ? importCertificate(state, context) : request(state, context)) },
    { when: ['options'], run: setOptions },
  ],
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
      options: toOptionsBlock(described.Options),
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
  update: [
    { when: ['options'], run: setOptions },
    {
      // Imported again, under the same ARN.
      when: ['certificate_body', 'certificate_chain', 'private_key', 'private_key_wo_version'],
      run: importCertificate,
    },
    { when: ['early_renewal_duration'], run: async () => undefined },
  ],
  delete: { call: 'DeleteCertificate' },
  equal: {
    subject_alternative_names: (left, right) => withoutOrder(left) === withoutOrder(right),
  },
  immutable: ['domain_name', 'subject_alternative_names', 'validation_method', 'key_algorithm'],
  optionalComputed: ['subject_alternative_names', 'validation_method', 'key_algorithm', 'options'],
  ready: ({ Type, Status, DomainValidationOptions }) =>
    Type === 'IMPORTED' || Status === 'ISSUED' || Boolean(DomainValidationOptions?.[0]?.ResourceRecord),
  recordedAttributes: {
    certificate_authority_arn: 'the emulator has no private authorities',
    early_renewal_duration: 'only private certificates are renewed early, which the emulator does not make',
    key_algorithm: 'the emulator makes RSA_2048 whatever is asked for',
    validation_option: 'the emulator sends no mail',
  },
});

async function request(state: Attributes, { call }: Context): Promise<Attributes> {
  const { CertificateArn: arn } = await call('RequestCertificate', {
    DomainName: state.domain_name,
    SubjectAlternativeNames: state.subject_alternative_names?.length ? state.subject_alternative_names : undefined,
    ValidationMethod: state.validation_method ?? undefined,
    KeyAlgorithm: state.key_algorithm ?? undefined,
    CertificateAuthorityArn: state.certificate_authority_arn ?? undefined,
    Tags: tagList(state),
  });
  return { id: arn, arn };
}

async function importCertificate(state: Attributes, { call, config }: Context): Promise<Attributes> {
  const { CertificateArn: arn } = await call('ImportCertificate', {
    CertificateArn: state.arn ?? undefined,
    Certificate: Buffer.from(state.certificate_body),
    CertificateChain: state.certificate_chain ? Buffer.from(state.certificate_chain) : undefined,
    PrivateKey: Buffer.from(state.private_key ?? config.private_key_wo),
    // One that is there keeps its own: ACM refuses tags with it.
    Tags: state.arn ? undefined : tagList(state),
  });
  return { id: arn, arn };
}

function isImported(state: Attributes): boolean {
  return Boolean(state.certificate_body);
}

async function setOptions(state: Attributes, { call }: Context): Promise<void> {
  const preference = state.options?.[0]?.certificate_transparency_logging_preference;
  if (!preference) return;
  const Options = { CertificateTransparencyLoggingPreference: preference };
  await call('UpdateCertificateOptions', { CertificateArn: state.id, Options });
}

function toOptionsBlock(options: ApiObject | undefined): Attributes[] {
  return [
    {
      certificate_transparency_logging_preference: options?.CertificateTransparencyLoggingPreference ?? 'ENABLED',
      export: options?.Export ?? 'DISABLED',
    },
  ];
}

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
