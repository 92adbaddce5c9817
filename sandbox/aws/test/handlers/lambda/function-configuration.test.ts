import { describe, expect, it } from '@jest/globals';
import { fromConfiguration, switchedOff } from '../../../handlers/lambda/function-configuration.js';

describe('switchedOff', () => {
  it('empties a block that was removed', () => {
    const members = switchedOff({ environment: [], timeout: 3 }, new Set(['environment', 'timeout']));
    expect(members).toEqual({ Environment: { Variables: {} } });
  });

  it('leaves alone what is still there or did not change', () => {
    expect(switchedOff({ environment: [{ variables: { A: '1' } }], vpc_config: [] }, new Set(['environment']))).toEqual(
      {},
    );
  });
});

describe('fromConfiguration', () => {
  it('reads the empty objects of Lambda as absent blocks', () => {
    const described = {
      FunctionArn: 'arn',
      Environment: { Variables: {} },
      VpcConfig: { SubnetIds: [], SecurityGroupIds: [], VpcId: '' },
      SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
      DeadLetterConfig: { TargetArn: '' },
    };
    expect(fromConfiguration(described)).toMatchObject({
      environment: [],
      vpc_config: [],
      snap_start: [],
      dead_letter_config: [],
    });
  });

  it('tells the network that Lambda found for the subnets', () => {
    const VpcConfig = { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'], VpcId: 'vpc-1' };
    const { vpc_config } = fromConfiguration({ VpcConfig });
    expect(vpc_config).toEqual([
      { subnet_ids: ['subnet-1'], security_group_ids: ['sg-1'], ipv6_allowed_for_dual_stack: false, vpc_id: 'vpc-1' },
    ]);
  });
});
