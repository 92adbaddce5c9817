import type { Rule } from './rule.js';

/**
 * Names that a database cannot have: databases that RDS makes itself, and reserved words of PostgreSQL.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html,
 * https://www.postgresql.org/docs/current/sql-keywords-appendix.html
 */
const RESERVED: ReadonlySet<string> = new Set(
  `postgres rdsadmin template0 template1
   all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create
   current_catalog current_date current_role current_time current_timestamp current_user default deferrable desc distinct
   do else end except false fetch for foreign from grant group having in initially intersect into lateral leading limit
   localtime localtimestamp not null offset on only or order placing primary references returning select session_user
   some symmetric system_user table then to trailing true union unique user using variadic when where window with`.split(
    /\s+/,
  ),
);

/** The database created with an instance has a name that RDS accepts. */
export const databaseName: Rule = ({ data }) =>
  Object.entries(data?.postgres ?? {})
    .filter(([, { database }]) => RESERVED.has(database))
    .map(([name, { database }]) => ({
      path: ['data', 'postgres', name, 'database'],
      message: `'${database}' is reserved by RDS or PostgreSQL`,
      hint: 'take another name, such as app',
    }));
