/**
 * Commands that go on from an aborted canary: first those that look, then the way back of all that was declared; beginning it
 * again comes last, for it gives the version that was just given up its part of the traffic.
 */
export function abortedActions(environment: string, service: string): string[] {
  return [
    `backlot canary history ${environment} ${service}`,
    `backlot logs ${environment} ${service}`,
    `backlot rollback ${environment} --service ${service}`,
    `backlot canary retry ${environment} ${service}`,
  ];
}
