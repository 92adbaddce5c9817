import { shell } from '../../modules/values/shell-quoted.js';
import type { Look } from '../attachments.js';
import type { ApiObject } from '../aws-calls.js';
import { named } from '../finder.js';
import { resource } from '../resource-type.js';

/** Other addresses of a proxy. */
const proxyEndpoints: Look = {
  what: 'proxy endpoints',
  asks: ['rds:DescribeDBProxyEndpoints'],
  find: async ({ values: { name: DBProxyName } }, { ask, ours }) => {
    const all: ApiObject[] = (await ask('rds:DescribeDBProxyEndpoints', { DBProxyName }))?.DBProxyEndpoints ?? [];
    return all
      .filter(
        ({ IsDefault, DBProxyEndpointName: name }) =>
          !IsDefault &&
          name &&
          name !== 'default' &&
          !ours.has('aws_db_proxy_endpoint', { db_proxy_endpoint_name: name }),
      )
      .map(({ DBProxyEndpointName: name }) => ({
        what: 'proxy endpoint',
        name,
        severity: 'high',
        says: 'another way to the database',
        remove: shell`aws rds delete-db-proxy-endpoint --db-proxy-endpoint-name ${name}`,
      }));
  },
};

/** What is known of `aws_db_proxy`. */
export default resource({
  type: 'aws_db_proxy',
  beside: [proxyEndpoints],
  find: named({ ask: 'rds:DescribeDBProxies', by: { DBProxyName: '{name}' }, at: 'DBProxies.0', id: '{name}' }),
});
