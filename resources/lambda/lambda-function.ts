import { shell } from '../../modules/values/shell-quoted.js';
import type { Look } from '../attachments.js';
import { named } from '../finder.js';
import { resourcePolicyVerdict } from '../policy-severity.js';
import { resource } from '../resource-type.js';

/** Who may call a function. */
const permissions: Look = {
  what: 'permissions',
  asks: ['lambda:GetPolicy'],
  find: async ({ values: { function_name: FunctionName } }, { ask, ours, accountId }) => {
    const policy = (await ask('lambda:GetPolicy', { FunctionName }))?.Policy;
    const { Statement = [] } = policy ? (JSON.parse(policy) as { Statement?: { Sid: string }[] }) : {};
    const known = new Set(
      ours
        .of('aws_lambda_permission')
        .filter(({ values }) => String(values.function_name).split(':').at(-1) === FunctionName)
        .map(({ values }) => values.statement_id),
    );
    return Statement.filter(({ Sid }) => !known.has(Sid)).map((statement) => ({
      what: 'permission',
      name: statement.Sid,
      ...resourcePolicyVerdict({ Statement: [statement] }, accountId),
      remove: shell`aws lambda remove-permission --function-name ${FunctionName} --statement-id ${statement.Sid}`,
    }));
  },
};

/** What calls a function by itself. */
const sources: Look = {
  what: 'event source mappings',
  asks: ['lambda:ListEventSourceMappings'],
  find: async ({ values: { function_name: FunctionName } }, { ask, ours }) => {
    const answer = await ask('lambda:ListEventSourceMappings', { FunctionName });
    const all: { UUID: string; EventSourceArn?: string }[] = answer?.EventSourceMappings ?? [];
    return (
      all
        .filter(({ UUID }) => !ours.has('aws_lambda_event_source_mapping', { uuid: UUID }))
        // One from a queue of ours is told at the queue.
        .filter(({ EventSourceArn }) => !ours.has('aws_sqs_queue', { arn: EventSourceArn }))
        .map(({ UUID, EventSourceArn = 'a broker' }) => ({
          what: 'event source mapping',
          name: EventSourceArn,
          severity: 'high',
          says: 'calls the function',
          remove: shell`aws lambda delete-event-source-mapping --uuid ${UUID}`,
        }))
    );
  },
};

const aliases: Look = {
  what: 'function aliases',
  asks: ['lambda:ListAliases'],
  find: async ({ values: { function_name: FunctionName } }, { ask, ours }) => {
    const all: { Name: string }[] = (await ask('lambda:ListAliases', { FunctionName }))?.Aliases ?? [];
    return all
      .filter(({ Name: name }) => !ours.has('aws_lambda_alias', { function_name: FunctionName, name }))
      .map(({ Name }) => ({
        what: 'function alias',
        name: Name,
        severity: 'notice',
        remove: shell`aws lambda delete-alias --function-name ${FunctionName} --name ${Name}`,
      }));
  },
};

/** Addresses at which anybody, or who has rights, calls a function. */
const urls: Look = {
  what: 'function URLs',
  asks: ['lambda:ListFunctionUrlConfigs'],
  find: async ({ values: { function_name: FunctionName } }, { ask, ours }) => {
    const answer = await ask('lambda:ListFunctionUrlConfigs', { FunctionName });
    const all: { FunctionUrl: string; AuthType: string }[] = answer?.FunctionUrlConfigs ?? [];
    return all
      .filter(({ FunctionUrl }) => !ours.has('aws_lambda_function_url', { function_url: FunctionUrl }))
      .map(({ FunctionUrl, AuthType }) => ({
        what: 'function URL',
        name: FunctionUrl,
        severity: AuthType === 'NONE' ? ('critical' as const) : ('high' as const),
        says: AuthType === 'NONE' ? 'anybody may call it' : 'callable from the Internet with a signature',
        remove: shell`aws lambda delete-function-url-config --function-name ${FunctionName}`,
      }));
  },
};

/** Where results and failures of calls go. */
const destinations: Look = {
  what: 'invocation settings',
  asks: ['lambda:ListFunctionEventInvokeConfigs'],
  find: async ({ values: { function_name: FunctionName } }, { ask, ours }) => {
    const answer = await ask('lambda:ListFunctionEventInvokeConfigs', { FunctionName });
    const all: {
      DestinationConfig?: { OnSuccess?: { Destination?: string }; OnFailure?: { Destination?: string } };
    }[] = answer?.FunctionEventInvokeConfigs ?? [];
    if (all.length === 0 || ours.has('aws_lambda_function_event_invoke_config', { function_name: FunctionName }))
      return [];
    const targets = all.flatMap(({ DestinationConfig: { OnSuccess, OnFailure } = {} }) =>
      [OnSuccess?.Destination, OnFailure?.Destination].filter(Boolean),
    );
    return [
      {
        what: 'invocation setting',
        name: targets.join(', ') || 'retries',
        severity: targets.length > 0 ? 'high' : 'notice',
        ...(targets.length > 0 ? { says: 'results of calls go there' } : {}),
        remove: shell`aws lambda delete-function-event-invoke-config --function-name ${FunctionName}`,
      },
    ];
  },
};

/** What is known of `aws_lambda_function`. */
export default resource({
  type: 'aws_lambda_function',
  beside: [permissions, sources, aliases, urls, destinations],
  find: named({
    ask: 'lambda:GetFunctionConfiguration',
    by: { FunctionName: '{function_name}' },
    id: '{function_name}',
  }),
});
