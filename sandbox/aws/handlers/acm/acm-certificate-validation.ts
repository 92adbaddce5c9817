import { handler } from '../contract.js';

/** Not a thing of AWS: waits until a certificate is issued. */
export default handler({
  type: 'aws_acm_certificate_validation',
  service: 'acm',
  id: '{certificate_arn}',
  create: {
    run: async (state, { call, poll }) => {
      await poll(`certificate ${state.certificate_arn} to be issued`, async () => {
        const { Certificate } = await call('DescribeCertificate', { CertificateArn: state.certificate_arn });
        return Certificate.Status === 'ISSUED' ? true : undefined;
      });
    },
  },
  read: {
    call: 'DescribeCertificate',
    at: 'Certificate',
    input: { CertificateArn: '{certificate_arn}' },
    only: [],
    set: (described) => ({ certificate_arn: described.CertificateArn }),
  },
  delete: [],
  local: ['validation_record_fqdns'],
});
