import type { Tool } from './tool-definition.js';

/** Terraform, from 1.10 on: state in S3 with native lock files. */
export const terraform: Tool = {
  name: 'terraform',
  title: 'Terraform',
  minimum: '1.10.0',
  probe: { args: ['version'], pattern: /^(?<flavor>Terraform) v(?<version>\d\S*)/m },
  hints: ['install Terraform >= 1.10 (https://developer.hashicorp.com/terraform/install)'],
};
