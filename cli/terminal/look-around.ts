/** What a person can do with a running sandbox: lines to paste. */
export function lookAround(options: {
  readonly bin: string;
  readonly environment: string;
  readonly endpoint: string;
  readonly region: string;
}): string {
  const { bin, endpoint, environment, region } = options;
  return [
    `The sandbox answers every AWS client on ${endpoint}:`,
    '',
    '  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test',
    `  export AWS_REGION=${region} AWS_ENDPOINT_URL=${endpoint}`,
    `  aws --endpoint-url ${endpoint} ec2 describe-vpcs`,
    `  aws --endpoint-url ${endpoint} eks list-clusters`,
    '',
    `  ${bin} status ${environment}     what is applied`,
    `  ${bin} outputs ${environment}    values for clients`,
    `  ${bin} plan ${environment}       what differs from the declaration`,
    `  ${bin} down             stop it; data stays`,
  ].join('\n');
}
