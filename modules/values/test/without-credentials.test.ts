import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { BacklotError } from '../backlot-error.js';
import { withoutCredentials, withoutCredentialsIn } from '../without-credentials.js';

const SECRET = 'hunter2Value';
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlVmFsdWU';

describe('text without credentials', () => {
  it.each([
    `could not connect to postgres://ann:${SECRET}@db.internal:5432/movies?sslmode=verify-full`,
    `redis://:${SECRET}@cache:6379 refused`,
    `mongodb+srv://ann:p@ss${SECRET}@docs.internal/x`,
    `host=db user=ann password=${SECRET} dbname=movies`,
    `deploy-token=${SECRET} --admin-password=${SECRET}`,
    `host=db password='${SECRET} with spaces' dbname=movies`,
    `FATAL: ALTER ROLE ann PASSWORD '${SECRET}'`,
    `CREATE USER ann IDENTIFIED BY '${SECRET}' failed`,
    `https://b.s3.amazonaws.com/k?X-Amz-Credential=AKIAX%2F2026&X-Amz-Signature=${SECRET}&x=1`,
    `https://d111.cloudfront.net/a.m3u8?Expires=1&Signature=${SECRET}&Key-Pair-Id=K1`,
    `Authorization: Bearer ${SECRET}`,
    `{"Authorization":"Basic ${SECRET}"}`,
    `"headers":{\\"authorization\\":\\"Bearer ${SECRET}\\"}`,
    `got 401 with Bearer ${SECRET}0123456789`,
    `invalid token ${JWT}`,
    `token k8s-aws-v1.${SECRET} has expired`,
    `aws_secret_access_key = ${SECRET}`,
    `AWS_SECRET_ACCESS_KEY=${SECRET} terraform plan`,
    `AWS_SESSION_TOKEN=${SECRET}`,
    `PGPASSWORD=${SECRET} psql`,
    `{"MasterUserPassword":"${SECRET}","x":1}`,
    `body: "{\\"password\\":\\"${SECRET}\\"}"`,
    `git clone https://ghp_${SECRET}0123456789012345@github.com/x`,
    `ghp_${SECRET}01234567890123456789`,
    `-----BEGIN RSA PRIVATE KEY-----\n${SECRET}\n-----END RSA PRIVATE KEY-----`,
    `client_secret=${SECRET}&grant=x`,
    `dial wss://1.2.3.4/api/v1/namespaces/x/pods/y/exec?command=redis-cli&command=-a&command=${SECRET}&stdin=true: 403`,
    `https://x/callback?access_token=${SECRET}`,
    // As Node shows an object: a crash log, --debug.
    `{ secretAccessKey: '${SECRET}', region: 'x' }`,
    `{ password: "it's ${SECRET}" }`,
    // A quote within, however it is escaped, ends no value.
    `{"password":"a\\"${SECRET}"}`,
    `{\\"password\\":\\"a\\\\\\"${SECRET}\\"}`,
    `{\\\\\\"password\\\\\\":\\\\\\"${SECRET}\\\\\\"}`,
    `password="a\\"${SECRET}"`,
    `password='it''s ${SECRET}'`,
    `password => "${SECRET}"`,
    `<SecretAccessKey>${SECRET}</SecretAccessKey>`,
    `"SecretString":"${SECRET}"`,
    `DB_PASS=${SECRET} MYSQL_PWD=x APP_SECRET=${SECRET}`,
    `database:\n  password: ${SECRET}\n  port: 1`,
    `- name: DB_PASSWORD\n  value: ${SECRET}`,
    `{"name":"DB_PASSWORD","value":"${SECRET}"}`,
    `user=a&password%3D${SECRET}`,
    `backlot secrets set --password ${SECRET}7`,
    `postgres://ann:p/${SECRET}@db/movies`,
    `{"Authorization":["Bearer ${SECRET}"]}`,
    `X-Vault-Token: ${SECRET}`,
    `Set-Cookie: session=${SECRET}; Path=/`,
    `-----BEGIN PGP PRIVATE KEY BLOCK-----\n${SECRET}`,
    `PASSWORD E'${SECRET}' or $$${SECRET}$$`.replace('or', 'PASSWORD'),
    `IDENTIFIED BY "${SECRET}"`,
    `SET PASSWORD FOR ann = '${SECRET}'`,
    `CONFIG SET requirepass ${SECRET}`,
    `glpat-${SECRET}01234567890`,
    `{"auths":{"h":{"auth":"${SECRET}"}}}`,
  ])('has none of: %s', (text) => {
    const shown = withoutCredentials(text);
    expect(shown).not.toMatch(/hunter2|c2lnbmF0dXJl/);
    expect(shown).toContain('(redacted)');
    expect(withoutCredentials(shown)).toBe(shown);
  });

  it.each([
    "data.database.password: is no field; did you mean 'passwordSecret'?",
    "secret 'token' of 'prod' has no value",
    'lock token 7 is older than 8',
    'password=$DB_PASSWORD is set by the chart',
    'https://api.internal:443/x@1.0',
    'http://127.0.0.1:4566 refused',
    'basic authentication is off',
    'arn:aws:secretsmanager:eu-central-1:1:secret:movies/prod/token-AbCdEf',
    'git@github.com:x/y.git',
    '123456789012.dkr.ecr.eu-central-1.amazonaws.com/api@sha256:abc',
    'backlot secrets set prod token < value.txt',
    'use --password to name it, or --auth-token NAME',
    'field password: is required, at least 8 characters',
    'PASSWORD=${DB_PASSWORD} and PASSWORD=<yours>, {{ .Values.password }}',
    'PWD=/home/ann OLDPWD=/work',
    'oci://registry.internal:5000/charts/x@sha256:abc',
    'X-Amz-Request-Id: 7QF',
  ])('leaves alone: %s', (text) => {
    expect(withoutCredentials(text)).toBe(text);
  });

  it.each(['a-', 'a.', 'eyJ-', 'Bearer ', 'password ', '"password" ', 'x://', 'token=', "'", '\\"'])(
    'is found in a million characters of %j without trying each beginning to the end',
    (unit) => {
      const text = unit.repeat(1_000_000 / unit.length);
      // Quadratic, it would take hours: far beyond what any machine needs for one way through.
      const run = () =>
        runInNewContext('withoutCredentials(text).length', { withoutCredentials, text }, { timeout: 20_000 });
      expect(run()).toBeGreaterThan(0);
    },
  );

  it('reaches into what can be JSON', () => {
    const found = withoutCredentialsIn({
      token: 7,
      deep: [{ text: `password=${SECRET}` }],
      password: SECRET,
      at: null,
    });
    expect(found).toEqual({ token: 7, deep: [{ text: 'password=(redacted)' }], password: '(redacted)', at: null });
  });

  it('hides what a field or a name beside it calls a credential', () => {
    const bare = Object.assign(Object.create(null), { password: SECRET });
    const found = withoutCredentialsIn({
      env: [
        { name: 'DB_PASSWORD', value: SECRET },
        { name: 'PORT', value: '80' },
      ],
      accessTokens: [SECRET],
      SecretString: SECRET,
      [`password=${SECRET}`]: 1,
      bare,
    });
    expect(JSON.stringify(found)).not.toContain(SECRET);
    expect(found.env[1]).toEqual({ name: 'PORT', value: '80' });
  });

  it('takes no time that grows with the square of a text', () => {
    const texts = [
      'a-',
      'a.',
      '--',
      'x-',
      'a://b:',
      'a://b:c@',
      'password>x',
      'password="',
      'password\\": \\"',
      'name=token ',
    ];
    const began = performance.now();
    for (const text of texts) withoutCredentials(text.repeat(Math.ceil(200_000 / text.length)));
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('is what an error says, hints at, advises and tells', () => {
    const text = `postgres://ann:${SECRET}@db`;
    const error = new BacklotError({
      code: 'X',
      message: text,
      hints: [text],
      actions: [`psql ${text}`],
      details: { output: text },
    });
    expect(JSON.stringify([error.message, error])).not.toContain(SECRET);
  });
});
