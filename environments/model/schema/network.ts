import { z } from 'zod';
import { cidr, duration } from './scalars.js';

const prefix = z.number().int().min(16).max(28);

/** The VPC: public, private and isolated data subnets in each zone. */
export const networkSchema = z
  .strictObject({
    cidr: cidr.meta({ description: 'Address range of the VPC: /16 to /24.' }),
    zones: z
      .union([z.number().int().min(2).max(3), z.array(z.string()).min(2).max(3)], {
        error: 'must be 2 or 3, or a list of two or three names of zones',
      })
      .default(3)
      .meta({ description: 'How many availability zones, or which ones by name.' }),
    subnets: z
      .strictObject({
        public: prefix.default(24).meta({ description: 'Prefix length of each public subnet.' }),
        private: prefix.default(19).meta({ description: 'Prefix length of each private subnet: nodes and pods.' }),
        data: prefix.default(24).meta({ description: 'Prefix length of each isolated data subnet.' }),
      })
      .prefault({})
      .meta({ description: 'Prefix length of the subnets, per zone.' }),
    natGateways: z
      .enum(['per-zone', 'single', 'none'])
      .default('per-zone')
      .meta({ description: 'Way out of the private subnets: one gateway per zone, one for all, or none.' }),
    gatewayEndpoints: z
      .array(z.enum(['s3', 'dynamodb']))
      .default(['s3', 'dynamodb'])
      .meta({ description: 'Services reached through a free gateway endpoint.' }),
    interfaceEndpoints: z
      .array(z.string().regex(/^[a-z0-9.-]+$/, 'must be the name of an AWS service such as ecr.api'))
      .default(['ecr.api', 'ecr.dkr', 'sts', 'secretsmanager', 'kms', 'logs', 'sqs', 'sns'])
      .meta({ description: 'Services reached through a private interface endpoint.' }),
    flowLogs: z
      .strictObject({
        enabled: z.boolean().default(true).meta({ description: 'Record accepted and rejected connections.' }),
        retention: duration.default('90d').meta({ description: 'How long the records are kept.' }),
      })
      .prefault({})
      .meta({ description: 'VPC flow logs to CloudWatch.' }),
  })
  .meta({ description: 'VPC, subnets, routes, endpoints and flow logs.' });
