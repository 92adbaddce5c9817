import { DbParameterGroup } from '@cdktn/provider-aws/lib/db-parameter-group/index.js';
import { Construct } from 'constructs';
import { isStaticParameter } from './static-parameters.js';
import { BacklotError } from './values/backlot-error.js';

/** What {@link PostgresParameters} are made from. */
export interface PostgresParametersProps {
  readonly name: string;
  /** Major version of the engine. */
  readonly major: string;
  /** Parameters beside the enforced ones. @default none */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** What no environment may switch off: TLS for everybody, and a log of who connects and what is slow. */
const ENFORCED: Readonly<Record<string, string>> = {
  'rds.force_ssl': '1',
  log_connections: '1',
  log_disconnections: '1',
  log_lock_waits: '1',
  log_min_duration_statement: '1000',
  log_statement: 'ddl',
  log_temp_files: '0',
};

/**
 * A parameter group of one major version.
 *
 * @throws BacklotError `ProtectedParameter` when a parameter would undo an enforced one.
 */
export class PostgresParameters extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: PostgresParametersProps) {
    super(scope, id);
    const { parameters = {} } = props;
    for (const name of Object.keys(parameters)) {
      if (name in ENFORCED) {
        throw new BacklotError({
          code: 'ProtectedParameter',
          message: `parameter group '${props.name}': '${name}' is always '${ENFORCED[name]}' and cannot be '${parameters[name]}'`,
          exitCode: 3,
        });
      }
    }
    const all = { ...ENFORCED, shared_preload_libraries: 'pg_stat_statements', ...parameters };
    this.name = new DbParameterGroup(this, 'Default', {
      name: `${props.name}-${props.major}`,
      family: `postgres${props.major}`,
      description: 'TLS for everybody, connections and slow statements logged',
      parameter: Object.entries(all)
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([name, value]) => ({
          name,
          value,
          applyMethod: isStaticParameter(name) ? 'pending-reboot' : 'immediate',
        })),
      // A new major version takes a new group, while the instance still uses the old one.
      lifecycle: { createBeforeDestroy: true },
    }).name;
  }
}
