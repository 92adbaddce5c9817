/** What a person can do with a running sandbox: lines to paste. */
export function lookAround(options: {
  readonly bin: string;
  readonly environment: string;
  readonly endpoint: string;
  readonly region: string;
  /** Of the sandbox's cluster. @default the environment has none */
  readonly kubeconfig?: string;
  /** Names of its services. */
  readonly services?: readonly string[];
}): string {
  const { bin, endpoint, environment, kubeconfig, region, services = [] } = options;
  const service = services[0];
  return [
    `The sandbox answers every AWS client on ${endpoint}:`,
    '',
    '  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test',
    // The older clients (boto3, version 1 of the CLI) know the second name only.
    `  export AWS_REGION=${region} AWS_DEFAULT_REGION=${region} AWS_ENDPOINT_URL=${endpoint}`,
    `  aws --endpoint-url ${endpoint} ec2 describe-vpcs`,
    `  aws --endpoint-url ${endpoint} eks list-clusters`,
    '',
    ...(kubeconfig
      ? [
          'and every Kubernetes client:',
          '',
          `  export KUBECONFIG=${kubeconfig}`,
          '  kubectl get nodes,rollouts,hpa,pods -A',
          '',
        ]
      : []),
    `  ${bin} status ${environment}     what is applied`,
    `  ${bin} outputs ${environment}    values for clients`,
    `  ${bin} plan ${environment}       what differs from the declaration`,
    ...(kubeconfig && service
      ? [
          `  ${bin} sandbox load ${service}${environment === 'local' ? '' : ` -e ${environment}`} --rps 50 --duration 5m    a model of requests`,
          `  ${bin} deploy ${environment} --image ${service}=1.1.0 --wait    a canary that judges itself`,
          `  ${bin} canary status ${environment}`,
        ]
      : []),
    `  ${bin} down             stop it; data stays`,
  ].join('\n');
}
