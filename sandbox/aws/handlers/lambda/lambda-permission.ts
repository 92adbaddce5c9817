import { randomUUID } from 'node:crypto';
import { type ApiObject, type Attributes, handler } from '../contract.js';

/** One statement of a function's policy. https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
export default handler({
  type: 'aws_lambda_permission',
  service: 'lambda',
  id: '{statement_id}',
  importId: '{function_name}/{statement_id}',
  create: {
    run: async (state, { call }) => {
      const statement_id = state.statement_id ?? `${state.statement_id_prefix ?? 'terraform-'}${randomUUID()}`;
      await call('AddPermission', permission({ ...state, statement_id }));
      return { id: statement_id, statement_id };
    },
  },
  read: {
    run: async (state, { call }) => {
      const { function_name: FunctionName, qualifier } = state;
      const answer = await call('GetPolicy', { FunctionName, ...(qualifier && { Qualifier: qualifier }) });
      const statements: ApiObject[] = JSON.parse(answer.Policy ?? '{}').Statement ?? [];
      const statement = statements.find(({ Sid }) => Sid === state.statement_id);
      return statement && { id: statement.Sid, statement_id: statement.Sid, ...readStatement(statement, state) };
    },
  },
  delete: {
    call: 'RemovePermission',
    input: { FunctionName: '{function_name}', StatementId: '{statement_id}', Qualifier: '{qualifier}' },
  },
});

function permission(state: Attributes): ApiObject {
  const members = {
    FunctionName: state.function_name,
    StatementId: state.statement_id,
    Action: state.action,
    Principal: state.principal,
    PrincipalOrgID: state.principal_org_id,
    Qualifier: state.qualifier,
    SourceAccount: state.source_account,
    SourceArn: state.source_arn,
    EventSourceToken: state.event_source_token,
    FunctionUrlAuthType: state.function_url_auth_type,
    InvokedViaFunctionUrl: state.invoked_via_function_url,
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null && value !== undefined));
}

function readStatement({ Action, Principal, Condition = {} }: ApiObject, state: Attributes): Attributes {
  const equals = Condition.StringEquals ?? {};
  const invoked = Condition.Bool?.['lambda:InvokedViaFunctionUrl'];
  return {
    action: Action,
    principal: principalOf(Principal, state.principal),
    principal_org_id: equals['aws:PrincipalOrgID'] ?? null,
    source_account: equals['AWS:SourceAccount'] ?? null,
    source_arn: Condition.ArnLike?.['AWS:SourceArn'] ?? null,
    event_source_token: equals['lambda:EventSourceToken'] ?? null,
    function_url_auth_type: equals['lambda:FunctionUrlAuthType'] ?? null,
    invoked_via_function_url: invoked === undefined ? null : invoked === 'true',
  };
}

/** Lambda writes the id of an account as the ARN of its root. */
function principalOf(principal: ApiObject | string, declared: string | undefined): string {
  const written = typeof principal === 'string' ? principal : (principal.Service ?? principal.AWS);
  return declared && written.endsWith(`:iam::${declared}:root`) ? declared : written;
}
