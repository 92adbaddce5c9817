import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ref, TestCloud } from '../../harness.js';
import { describeLife } from '../../life.js';

jest.setTimeout(120_000);

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.start();
});
afterAll(async () => cloud.close());

const proof = (attribute: string) =>
  `\${[for option in aws_acm_certificate.site.domain_validation_options : option.${attribute} if option.domain_name == "film.example"][0]}`;

const site = {
  domain_name: 'film.example',
  subject_alternative_names: ['www.film.example'],
  validation_method: 'DNS',
  key_algorithm: 'EC_prime256v1',
  region: 'us-east-1',
  tags: { team: 'web' },
};

const resources = (certificate: object) => ({
  aws_acm_certificate: { site: certificate, near: { domain_name: 'near.example', validation_method: 'DNS' } },
  aws_route53_zone: { zone: { name: 'film.example', force_destroy: true } },
  aws_route53_record: {
    proof: {
      zone_id: ref('aws_route53_zone.zone.zone_id'),
      name: proof('resource_record_name'),
      type: proof('resource_record_type'),
      records: [proof('resource_record_value')],
      ttl: 300,
      allow_overwrite: true,
    },
  },
  aws_acm_certificate_validation: {
    site: {
      certificate_arn: ref('aws_acm_certificate.site.arn'),
      validation_record_fqdns: [ref('aws_route53_record.proof.fqdn')],
      region: 'us-east-1',
    },
  },
});

const arnOf = async (name: string) => String((await cloud.attributes(`aws_acm_certificate.${name}`)).arn);

describe('certificates', () => {
  describeLife({
    cloud: () => cloud,
    resources: resources(site),
    created: async () => {
      const state = await cloud.attributes('aws_acm_certificate.site');
      expect(state).toMatchObject({
        arn: expect.stringContaining('arn:aws:acm:us-east-1:'),
        status: 'ISSUED',
        type: 'AMAZON_ISSUED',
        subject_alternative_names: ['www.film.example'],
      });
      expect(state.domain_validation_options).toHaveLength(2);
      const CertificateArn = state.arn;
      await cloud.call('acm', 'DescribeCertificate', { CertificateArn }, 'us-east-1');
      await expect(cloud.call('acm', 'DescribeCertificate', { CertificateArn })).rejects.toThrow();
      expect((await cloud.attributes('aws_acm_certificate_validation.site')).certificate_arn).toBe(CertificateArn);
    },
    changed: resources({
      ...site,
      options: { certificate_transparency_logging_preference: 'DISABLED' },
      tags: { squad: 'web' },
    }),
    changes: ['update aws_acm_certificate.site'],
    updated: async () => {
      const CertificateArn = await arnOf('site');
      const { Certificate } = await cloud.call('acm', 'DescribeCertificate', { CertificateArn }, 'us-east-1');
      expect(Certificate.Options.CertificateTransparencyLoggingPreference).toBe('DISABLED');
      const { Tags } = await cloud.call('acm', 'ListTagsForCertificate', { CertificateArn }, 'us-east-1');
      expect(Tags).toHaveLength(2);
    },
    meddle: async () => {
      const CertificateArn = await arnOf('site');
      const Options = { CertificateTransparencyLoggingPreference: 'ENABLED' };
      await cloud.call('acm', 'UpdateCertificateOptions', { CertificateArn, Options }, 'us-east-1');
      const Tags = [{ Key: 'squad', Value: 'none' }];
      await cloud.call('acm', 'AddTagsToCertificate', { CertificateArn, Tags }, 'us-east-1');
      await cloud.call('acm', 'DeleteCertificate', { CertificateArn: await arnOf('near') });
    },
    drift: { 'aws_acm_certificate.site': ['options', 'tags'], 'aws_acm_certificate.near': [] },
    imports: async () => {
      const {
        'aws_acm_certificate_validation.site': _notImportable,
        'aws_acm_certificate.site': arn,
        ...ids
      } = await cloud.ids(resources(site));
      return { ...ids, 'aws_acm_certificate.site': `${arn}@us-east-1` };
    },
    unknownToImport: {
      'aws_acm_certificate.site': ['key_algorithm'],
      'aws_route53_record.proof': ['allow_overwrite'],
      'aws_route53_zone.zone': ['force_destroy'],
    },
    destroyed: async () => {
      expect((await cloud.call('acm', 'ListCertificates', {})).CertificateSummaryList ?? []).toEqual([]);
      const far = await cloud.call('acm', 'ListCertificates', {}, 'us-east-1');
      expect(far.CertificateSummaryList ?? []).toEqual([]);
    },
  });

  it('imports a certificate of another authority, and again when it is renewed', async () => {
    const own = (body: string) => ({
      aws_acm_certificate: { own: { certificate_body: body, certificate_chain: 'chain', private_key: 'key' } },
    });
    await cloud.configure(own('first'));
    await cloud.apply();
    expect(await cloud.plan()).toEqual([]);
    const { arn } = await cloud.attributes('aws_acm_certificate.own');
    await cloud.configure(own('second'));
    await cloud.apply();
    expect(await cloud.plan()).toEqual([]);
    const { Certificate } = await cloud.call('acm', 'GetCertificate', { CertificateArn: arn });
    expect(Certificate).toContain('second');
    await cloud.destroy();
  });
});
