import { Document, Scalar } from 'yaml';
import { type InitAnswers, publicKey } from './answers.js';

/** Text of `environments/<name>.yaml`. */
export function environmentFile(answers: InitAnswers): string {
  const { account, blueprint, cidr, email, name, owner, platform, production, region, repository, target } = answers;
  const key = answers['signing-key'] ? publicKey(answers['signing-key']) : undefined;
  const document = {
    extends: ['base', `blueprints/${blueprint}`],
    target,
    ...(production ? { production: true, protected: true } : {}),
    ...(platform ? { platform } : {}),
    ...(owner ? { owner } : {}),
    aws: { accountId: account, region },
    ...(repository || email
      ? {
          foundation: {
            ...(repository ? { github: { repository } } : {}),
            ...(email ? { budget: { emails: [email] } } : {}),
          },
        }
      : {}),
    ...(email ? { alerting: { emails: [email] } } : {}),
    network: { cidr },
    ...(key ? { media: { cdn: { signingKeys: { [`${name}-1`]: key } } } } : {}),
  };
  const head = [
    '# yaml-language-server: $schema=./environment.schema.json',
    `# '${name}' is what base and the blueprint say, apart from what stands here; \`backlot config ${name} --explain\` shows the result.`,
  ];
  const written = new Document(document);
  // Account ids are quoted, or YAML would drop leading zeros.
  const accountId = written.getIn(['aws', 'accountId'], true);
  if (accountId instanceof Scalar) accountId.type = Scalar.QUOTE_DOUBLE;
  return `${head.join('\n')}\n${written.toString({ defaultStringType: 'PLAIN' })}`;
}
