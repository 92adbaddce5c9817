import { join } from 'node:path';
import type { Component } from '../processes/component.js';
import { answers } from '../processes/probe.js';
import { LOOPBACK, type Parts, tool } from './parts.js';

/** A real Prometheus. */
export function prometheus(parts: Parts): Component {
  const { ports, folder, configuration, pki } = parts;
  const address = `${LOOPBACK}:${ports['prometheus-server']}`;
  const ca = pki.authorities.ca.certificate;
  return {
    ...tool(parts, 'prometheus'),
    args: [
      `--config.file=${configuration.prometheus.path}`,
      `--storage.tsdb.path=${join(folder.data, 'prometheus')}`,
      '--storage.tsdb.retention.time=12h',
      '--storage.tsdb.retention.size=512MB',
      // It would answer everybody, and let every page read it. The agent serves it at the address that people know.
      `--web.listen-address=${address}`,
      `--web.config.file=${configuration.prometheusWeb.path}`,
      `--web.external-url=http://${LOOPBACK}:${ports.prometheus}`,
      '--log.level=warn',
    ],
    reads: [
      configuration.prometheus.content,
      configuration.prometheusWeb.content,
      ca,
      pki.certificates['prometheus-server'].certificate,
    ],
    ports: ['prometheus-server'],
    ready: () => answers({ url: `https://${address}/-/ready`, ca, client: pki.certificates['prometheus-client'] }),
  };
}
