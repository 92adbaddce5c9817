import type { DeclaredSecret, Environment } from '../../../environments/model/index.js';
import type { SecretsSession } from './with-secrets.js';

/** What decides who makes the new credential. */
export interface IssuerChoice {
  readonly environment: Environment;
  readonly declared: DeclaredSecret;
  readonly session: SecretsSession;
  /** The new value, made elsewhere. @default none was given */
  readonly given?: string;
  /** A rotation goes on: its value is stored already. */
  readonly resumed: boolean;
}
