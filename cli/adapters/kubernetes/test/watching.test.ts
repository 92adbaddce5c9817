import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect } from '../index.js';
import { ApiFixture, json, type SeenRequest } from './fixtures/api-fixture.js';

const QUERY = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'streaming' };
const named = (name: string, resourceVersion: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, uid: name, resourceVersion },
});

let api: ApiFixture;
beforeEach(async () => {
  api = await ApiFixture.start();
});
afterEach(() => api.stop());

/** Answers lists and watches, each with the next of what is given. */
function script(lists: object[][], watches: ((request: SeenRequest, response: ServerResponse) => void)[]): void {
  let version = 10;
  api.respond = (request, response) => {
    if (!request.path.endsWith('/configmaps')) return false;
    if (!request.query.has('watch')) {
      version += 10;
      return json(response, 200, { items: lists.shift() ?? [], metadata: { resourceVersion: String(version) } });
    }
    const next = watches.shift();
    if (next) next(request, response);
    return true;
  };
}

const send = (response: ServerResponse, type: string, object: object) =>
  response.write(`${JSON.stringify({ type, object })}\n`);

async function events(count: number): Promise<string[]> {
  const cluster = await connect(await api.access());
  const end = new AbortController();
  const seen: string[] = [];
  for await (const { type, object } of cluster.watch(QUERY, { signal: end.signal })) {
    seen.push(`${type} ${object.metadata.name}@${object.metadata.resourceVersion}`);
    if (seen.length === count) end.abort();
  }
  return seen;
}

const watchedFrom = () =>
  api.requests.filter(({ query }) => query.has('watch')).map(({ query }) => query.get('resourceVersion'));

describe('watch', () => {
  it('tells what exists, then every change, also of lines that arrive in pieces', async () => {
    script(
      [[named('a', '1')]],
      [
        (_, response) => {
          const line = `${JSON.stringify({ type: 'MODIFIED', object: named('a', '21') })}\n`;
          response.write(line.slice(0, 20));
          setImmediate(() => {
            response.write(line.slice(20));
            send(response, 'ADDED', named('b', '22'));
            send(response, 'DELETED', named('a', '23'));
          });
        },
      ],
    );
    expect(await events(4)).toEqual(['ADDED a@1', 'MODIFIED a@21', 'ADDED b@22', 'DELETED a@23']);
    expect(watchedFrom()).toEqual(['20']);
  });

  it('goes on from the last version, bookmarks included, when the connection is lost', async () => {
    script(
      [[]],
      [
        (_, response) => {
          send(response, 'ADDED', named('a', '21'));
          response.write(
            `${JSON.stringify({ type: 'BOOKMARK', object: { metadata: { resourceVersion: '30' } } })}\n`,
            () => response.destroy(),
          );
        },
        (_, response) => {
          response.end();
        },
        (_, response) => {
          response.writeHead(503).end('starting');
        },
        (_, response) => send(response, 'MODIFIED', named('a', '31')),
      ],
    );
    expect(await events(2)).toEqual(['ADDED a@21', 'MODIFIED a@31']);
    expect(watchedFrom()).toEqual(['20', '30', '30', '30']);
  });

  it('lists anew when the version is too old, and tells only the difference', async () => {
    script(
      [
        [named('a', '1'), named('b', '2'), named('c', '3')],
        [named('b', '2'), named('c', '25'), named('d', '26')],
      ],
      [
        (_, response) => send(response, 'ERROR', { code: 410, reason: 'Expired', message: 'too old resource version' }),
        (_, response) => send(response, 'MODIFIED', named('d', '31')),
      ],
    );
    expect((await events(7)).slice(3)).toEqual(['DELETED a@1', 'MODIFIED c@25', 'ADDED d@26', 'MODIFIED d@31']);
    expect(watchedFrom()).toEqual(['20', '30']);
  });

  it('fails at once when it is not allowed', async () => {
    const message = 'User "ann" cannot watch resource "configmaps" in API group "" in the namespace "streaming"';
    script([[]], [(_, response) => json(response, 403, { message })]);
    await expect(events(1)).rejects.toMatchObject({ code: 'Forbidden', details: { verb: 'watch' } });
  });

  it('ends in silence when it was asked to before it began', async () => {
    const cluster = await connect(await api.access());
    for await (const _ of cluster.watch(QUERY, { signal: AbortSignal.abort() })) throw new Error('nothing to see');
    expect(api.requests).toEqual([]);
  });
});
