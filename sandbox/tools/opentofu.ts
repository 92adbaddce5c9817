import type { Tool } from './tool-definition.js';

/** Version that is built where none is installed. */
const VERSION = '1.12.6';

/** OpenTofu, from 1.10 on: state in S3 with native lock files. */
export const openTofu: Tool = {
  name: 'tofu',
  title: 'OpenTofu',
  minimum: '1.10.0',
  probe: { args: ['version'], pattern: /^(?<flavor>OpenTofu) v(?<version>\d\S*)/m },
  module: {
    path: 'github.com/opentofu/opentofu',
    version: VERSION,
    sum: 'h1:0VT4P8pMmGcCUnQ9JDrJ+Qg2d35Vzm4FFd/9+H7oF98=',
    package: './cmd/tofu',
    ldflags: ['-X github.com/opentofu/opentofu/version.dev=no'],
    cpuSeconds: 330,
  },
  hints: ['install OpenTofu >= 1.10 (https://opentofu.org/docs/intro/install/)', 'put Go on PATH to have it built'],
};
