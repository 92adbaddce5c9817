import { nothing } from '../attachments.js';
import { carries } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_acm_certificate`. */
export default resource({
  type: 'aws_acm_certificate',
  beside: nothing('AWS issues it, and whoever uses it does so with a resource of its own'),
  find: async ({ values }, calls) => {
    const { region } = values;
    const found = await calls.ask('acm:ListCertificates', {}, { region });
    const ids: string[] = [];
    for (const { DomainName, CertificateArn } of found?.CertificateSummaryList ?? []) {
      if (DomainName !== values.domain_name) continue;
      const tags = await calls.ask('acm:ListTagsForCertificate', { CertificateArn }, { region });
      if (carries(tags?.Tags, values)) ids.push(CertificateArn);
    }
    return ids;
  },
  repeatable: true,
});
