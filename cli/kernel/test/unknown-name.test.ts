import { afterEach, describe, expect, it } from '@jest/globals';
import { runsAs } from '../command-line.js';
import { unknownName } from '../unknown-name.js';

const known = ['api', 'worker'];
const error = (given: string) =>
  unknownName({ code: 'UnknownService', given, known, message: `no '${given}'`, actions: ['backlot config local'] });
afterEach(() => runsAs(undefined));

describe('a wrong name', () => {
  it('gets the nearest right one, and the command of the user with it', () => {
    const shape = { name: 'deploy', args: ['environment'], flags: {} };
    runsAs({ shape, argv: ['local', '--image', 'apo=1.0', '--yes', '--wait'], shapeOf: () => undefined });
    expect(error('apo')).toMatchObject({
      ...{ message: "no 'apo'; did you mean 'api'?", exitCode: 3 },
      actions: ['backlot deploy local --image api=1.0 --wait', 'backlot config local'],
    });
  });

  it('gets neither where nothing is near', () => {
    expect(error('transcoder')).toMatchObject({ message: "no 'transcoder'", actions: ['backlot config local'] });
  });
});
