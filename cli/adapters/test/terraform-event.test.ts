import { describe, expect, it } from '@jest/globals';
import { parseTerraformLine } from '../terraform/terraform-event.js';

const line = (message: object) => JSON.stringify({ '@level': 'info', '@message': '', ...message });

describe('a line of Terraform', () => {
  it('gives a diagnostic with address and attribute', () => {
    const diagnostic = {
      severity: 'error',
      summary: 'Invalid CIDR',
      detail: 'too small',
      address: 'aws_vpc.main',
      snippet: { context: 'resource.aws_vpc.main.cidr_block', code: 'secret = "x"' },
    };
    expect(parseTerraformLine(line({ type: 'diagnostic', diagnostic }))).toEqual({
      type: 'diagnostic',
      diagnostic: {
        severity: 'error',
        summary: 'Invalid CIDR',
        detail: 'too small',
        address: 'aws_vpc.main',
        attribute: 'cidr_block',
      },
    });
  });

  it('gives planned changes, drift and finished resources by address', () => {
    const change = { resource: { addr: 'aws_vpc.main' }, action: 'update' };
    const hook = { resource: { addr: 'aws_vpc.main' }, action: 'create', elapsed_seconds: 3 };
    const read = [
      { type: 'planned_change', change },
      { type: 'resource_drift', change },
      { type: 'apply_complete', hook },
    ];
    expect(read.map((message) => parseTerraformLine(line(message)))).toEqual([
      { type: 'planned', address: 'aws_vpc.main', action: 'update' },
      { type: 'drift', address: 'aws_vpc.main', action: 'update' },
      { type: 'completed', address: 'aws_vpc.main', action: 'create', seconds: 3 },
    ]);
  });

  it('names only the outputs that change', () => {
    const outputs = { a: { action: 'noop' }, b: { action: 'update' }, c: { value: 1 } };
    expect(parseTerraformLine(line({ type: 'outputs', outputs }))).toEqual({ type: 'outputs', changed: ['b'] });
  });

  it('is kept as text when it is no JSON, and dropped when it says nothing', () => {
    expect(parseTerraformLine('panic: runtime error')).toEqual({ type: 'text', message: 'panic: runtime error' });
    expect(parseTerraformLine('')).toBeUndefined();
    expect(parseTerraformLine(line({ type: 'version' }))).toBeUndefined();
  });
});
