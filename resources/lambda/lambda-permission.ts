import { ATTACHED_ITSELF, nothing } from '../attachments.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_lambda_permission`. */
export default resource({
  type: 'aws_lambda_permission',
  beside: nothing(ATTACHED_ITSELF),
  find: async ({ values }, calls) => {
    const { function_name: name, statement_id: statement } = values;
    if (!name || !statement) return [];
    const found = await calls.ask('lambda:GetPolicy', { FunctionName: name });
    const policy = JSON.parse(found?.Policy ?? '{}') as { Statement?: { Sid?: string }[] };
    return policy.Statement?.some(({ Sid }) => Sid === statement) ? [`${name}/${statement}`] : [];
  },
  hangs: true,
});
