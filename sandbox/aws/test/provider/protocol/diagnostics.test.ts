import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../../../provider/client/api-error.js';
import { toDiagnostic } from '../../../provider/protocol/diagnostics.js';
import { block, computed, optional } from '../type-under-test.js';

const form = block({ cidr_block: optional, owner_id: computed });

describe('what core prints of an error', () => {
  it('names what was done, the resource, the call, its code and the argument', () => {
    const error = new ApiError(
      'InvalidVpc.Range',
      'CreateVpc',
      'ec2',
      'Value (10.0.0.0/8) for cidrBlock is invalid',
      400,
      undefined,
    );
    expect(toDiagnostic(error, 'creating', 'aws_vpc', { id: 'vpc-1' }, form)).toEqual({
      severity: 'ERROR',
      summary: 'creating aws_vpc (vpc-1): ec2 CreateVpc answered InvalidVpc.Range',
      detail: 'Value (10.0.0.0/8) for cidrBlock is invalid',
      attribute: { steps: [{ attribute_name: 'cidr_block' }] },
    });
  });

  it('names no attribute that cannot be set', () => {
    const error = new ApiError('Denied', 'CreateVpc', 'ec2', 'ownerId is wrong', 403, undefined);
    expect(toDiagnostic(error, 'creating', 'aws_vpc', null, form).attribute).toBeUndefined();
  });

  it('has the message of any other error, and where it comes from', () => {
    const { summary, detail } = toDiagnostic(new TypeError('broken'), 'reading', 'aws_vpc', { name: 'n' });
    expect(summary).toBe('reading aws_vpc (n): broken');
    expect(detail).toContain('diagnostics.test');
  });
});
