import { describe, expect, it } from '@jest/globals';
import { keptCommand } from '../kept-command.js';

describe('a command as it is written down', () => {
  it.each([
    [['redis-cli', '-h', 'cache', '-a', 'hunter2', 'ping'], 'redis-cli -h cache -a *** ping'],
    [['redis-cli', '-ahunter2'], 'redis-cli -a***'],
    [['redis-cli', 'AUTH', 'hunter2'], 'redis-cli AUTH ***'],
    [['redis-cli', 'config', 'set', 'requirepass', 'hunter2'], 'redis-cli config set requirepass ***'],
    [['curl', '-u', 'ann:hunter2', 'https://x'], 'curl -u ann:*** https://x'],
    [['curl', '-uann:hunter2', 'https://x'], 'curl -uann:*** https://x'],
    [['curl', '--user=ann:hunter2'], 'curl --user=ann:***'],
    [['curl', '-H', 'Authorization: Bearer hunter2.x'], 'curl -H "Authorization: ***"'],
    [['curl', 'https://ann:hunter2@x/y'], 'curl https://ann:***@x/y'],
    [['mysql', '-phunter2', '-h', 'db'], 'mysql -p*** -h db'],
    [['mysql', '-e', "alter user a identified by 'hunter2'"], 'mysql -e ***'],
    [['mysql', '-P3306', '-P', '3306'], 'mysql -P3306 -P 3306'],
    [['psql', '-p', '5432', '-c', "alter role a password 'hunter2'"], 'psql -p 5432 -c ***'],
    [['psql', '--command=select hunter2'], 'psql --command=***'],
    [['psql', 'postgres://ann:hunter2@db/x'], 'psql postgres://ann:***@db/x'],
    [['psql', 'host=db password=hunter2 user=ann'], '"host=db password=*** user=ann"'],
    [['sshpass', '-p', 'hunter2', 'ssh', '-p', '22', 'x'], 'sshpass -p *** ssh'],
    [['env', 'PGPASSWORD=hunter2', 'A=b', 'psql'], 'env PGPASSWORD=*** A=b psql'],
    [['env', 'MYSQL_PWD=hunter2', 'mysql'], 'env MYSQL_PWD=*** mysql'],
    [['app', '--password=hunter2', '--verbose'], 'app --password=*** --verbose'],
    [['app', '--api-key', 'hunter2', 'run'], 'app --api-key *** run'],
    [['openssl', 'rsa', '-passin', 'pass:hunter2'], 'openssl rsa -passin ***'],
    [['openssl', 'enc', '-k', 'pass:hunter2'], 'openssl enc -k ***'],
    [['mongosh', '-u', 'a', '-p', 'hunter2'], 'mongosh -u a -p ***'],
    [['docker', 'login', '-p', 'hunter2'], 'docker login -p ***'],
    [['sh', '-c', 'redis-cli -a hunter2 ping && ls'], '"redis-cli -a *** ping && ls"'],
    [['sh', '-c', "PGPASSWORD='hunter2' psql"], '"PGPASSWORD=*** psql"'],
    [['sh', '-c', 'curl -u ann:hunter2 x | tee y'], '"curl -u ann:*** x | tee y"'],
    [['redis-cli', 'AUTH', 'ann', 'hunter2'], 'redis-cli AUTH *** ***'],
    [['redis-cli', 'ACL', 'SETUSER', 'ann', '>hunter2'], 'redis-cli ACL SETUSER *** ***'],
    [['curl', '-sSu', 'ann:hunter2', 'x'], 'curl -sSu ann:*** x'],
    [['curl', '-b', 'sid=hunter2', 'x'], 'curl -b *** x'],
    [['psql', '-Atc', "select 'hunter2'"], 'psql -Atc ***'],
    [['mysqladmin', '-u', 'root', 'password', 'hunter2'], 'mysqladmin -u root password ***'],
    [['htpasswd', '-nb', 'ann', 'hunter2'], 'htpasswd -nb *** ***'],
    [['aws', 'configure', 'set', 'aws_secret_access_key', 'hunter2'], 'aws configure *** *** ***'],
    [['kubectl', 'create', 'secret', 'generic', 'x', '--from-literal=a=hunter2'], 'generic x --from-literal=***'],
    [['sh', '-c', 'cat > /etc/x <<EOF\npassword hunter2\nEOF'], 'cat > /etc/x <<***'],
    [['cat', '/proc/1/limits'], 'cat /proc/1/limits'],
  ])('hides secrets of %j', (command, shown) => {
    expect(keptCommand(command)).toContain(shown);
    expect(keptCommand(command)).not.toContain('hunter2');
  });

  it('is cut where it is long', () => {
    expect(keptCommand(['echo', 'x'.repeat(1_000)])).toMatch(/^echo x{395}…$/);
  });
});
