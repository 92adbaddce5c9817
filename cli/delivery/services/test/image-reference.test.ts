import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Environment, loadEnvironment } from '../../../../environments/model/index.js';
import { formatImage, imageReference } from '../image-reference.js';

const { environment } = await loadEnvironment('local', { root: join(import.meta.dirname, '../../../..') });
const outputs = { registry: { repository_urls: { api: 'registry.example/backlot-local/api' } } };
const digest = `sha256:${'0'.repeat(64)}`;

describe('the image of a service', () => {
  it('is the declared tag in its own repository', () => {
    const repository = 'registry.example/backlot-local/api';
    expect(imageReference(environment, 'api', outputs)).toEqual({ repository, tag: '1.0.0', digest: '' });
  });

  it.each([
    ['1.1.0', 'registry.example/backlot-local/api:1.1.0'],
    [`@${digest}`, `registry.example/backlot-local/api@${digest}`],
    [`1.1.0@${digest}`, `registry.example/backlot-local/api:1.1.0@${digest}`],
    ['elsewhere.example/films:2', 'elsewhere.example/films:2'],
  ])('is what is named instead: %s', (text, expected) => {
    expect(formatImage(imageReference(environment, 'api', outputs, text))).toBe(expected);
  });

  it('needs no repository of its own when the whole image is named', () => {
    expect(imageReference(environment, 'api', {}, 'elsewhere.example/films:2').repository).toBe(
      'elsewhere.example/films',
    );
  });

  it.each(['latest', 'elsewhere.example/films:latest', 'no image', 'elsewhere.example/films'])(
    "is not '%s'",
    (text) => {
      expect(() => imageReference(environment, 'api', outputs, text)).toThrow(
        expect.objectContaining({ code: 'InvalidImage', exitCode: 3, message: expect.stringContaining(`'${text}'`) }),
      );
    },
  );

  it('must be declared or named', () => {
    const undeclared = { ...environment, services: { api: { ...environment.services.api, image: undefined } } };
    expect(() => imageReference(undeclared as Environment, 'api', outputs)).toThrow(
      expect.objectContaining({
        code: 'ImageMissing',
        actions: expect.arrayContaining(['backlot deploy local --image api=1.0.0']),
      }),
    );
  });

  it('waits for the registry to be applied', () => {
    expect(() => imageReference(environment, 'api', {})).toThrow(
      expect.objectContaining({ code: 'OutputMissing', actions: ['backlot deploy local --stack registry'] }),
    );
  });

  it('says when a service is missing in an output that is older than it', () => {
    expect(() => imageReference(environment, 'processor', outputs)).toThrow(
      expect.objectContaining({
        code: 'OutputMissing',
        message: "stack 'registry' of 'local' was applied without 'processor' in its output 'repository_urls'",
      }),
    );
  });

  it('cannot be a tag where there is no registry', () => {
    expect(() => imageReference({ ...environment, registry: undefined }, 'api', outputs)).toThrow(
      expect.objectContaining({ code: 'RegistryMissing', exitCode: 3 }),
    );
  });
});
