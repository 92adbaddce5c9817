import { describe, expect, it } from '@jest/globals';
import { routedHosts, routedPorts, routedServices } from '../routed-services.js';
import { fullEnvironment } from './fixtures/full-environment.js';

const environment = fullEnvironment({
  services: {
    api: { port: 8000, routes: [{ host: 'api.example.com' }, { host: 'api.example.com', path: '/v2' }] },
    search: { port: 8000, routes: [{ host: 'search.example.com' }] },
    admin: { port: 9000, exposure: 'internal', routes: [{ host: 'admin.example.com' }] },
    worker: { kind: 'worker', routes: [{ host: 'worker.example.com' }] },
    edge: { run: 'lambda', routes: [{ host: 'edge.example.com' }] },
    quiet: {},
  },
});

describe('services behind load balancers', () => {
  it('are web services on Kubernetes with routes', () => {
    expect(routedServices(environment).map(([name]) => name)).toEqual(['api', 'search', 'admin']);
  });

  it('have each port once, by where their load balancer stands', () => {
    expect(routedPorts(environment)).toEqual({ public: [8000], internal: [9000] });
    expect(routedPorts(fullEnvironment())).toEqual({});
  });

  it('have each host once', () => {
    expect(routedHosts(environment)).toEqual(['api.example.com', 'search.example.com', 'admin.example.com']);
  });
});
