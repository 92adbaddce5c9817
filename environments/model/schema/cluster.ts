import { z } from 'zod';
import { controllersSchema } from './controllers.js';
import { arn, cidr, duration, resourceName } from './scalars.js';

const taint = z.strictObject({
  key: z.string().min(1).meta({ description: 'Taint key.' }),
  value: z.string().default('').meta({ description: 'Taint value.' }),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).meta({ description: 'What the taint does.' }),
});

const nodeGroup = z.strictObject({
  instanceTypes: z
    .array(z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, 'must be an instance type such as m7g.large'))
    .min(1)
    .default(['m7g.large'])
    .meta({ description: 'Instance types, best first.' }),
  architecture: z
    .enum(['arm64', 'amd64'])
    .default('arm64')
    .meta({ description: 'Processor; must fit the instance types.' }),
  capacity: z.enum(['on-demand', 'spot']).default('on-demand').meta({ description: 'How instances are bought.' }),
  min: z.number().int().min(0).default(1).meta({ description: 'Fewest nodes.' }),
  max: z.number().int().min(1).default(6).meta({ description: 'Most nodes.' }),
  desired: z
    .number()
    .int()
    .min(0)
    .optional()
    .meta({ description: 'Nodes at creation; the autoscaler decides afterwards. Default: min.' }),
  diskGiB: z.number().int().min(20).max(16384).default(50).meta({ description: 'Root volume, GiB, encrypted.' }),
  labels: z.record(z.string(), z.string()).default({}).meta({ description: 'Node labels.' }),
  taints: z.array(taint).default([]).meta({ description: 'Node taints.' }),
});

const access = z.strictObject({
  principal: arn.meta({ description: 'IAM role or user.' }),
  policy: z
    .enum(['admin', 'cluster-admin', 'edit', 'view'])
    .optional()
    .meta({ description: 'EKS access policy. Default: none, only what the role may do.' }),
  role: z.enum(['platform', 'sre', 'read-only']).optional().meta({
    description: "Role of the platform's own: what the cluster's baseline lets it do. Default: none.",
  }),
  namespaces: z
    .array(z.string())
    .default([])
    .meta({ description: 'Limit to these namespaces; empty means the whole cluster.' }),
});

/** The EKS cluster, its nodes and who may enter. */
export const clusterSchema = z
  .strictObject({
    version: z
      .string()
      .regex(/^1\.\d+$/, 'must be a Kubernetes version such as "1.34", in quotes')
      .default('1.34')
      .meta({ description: 'Kubernetes version.' }),
    endpoint: z
      .strictObject({
        public: z.boolean().default(false).meta({ description: 'Reachable from outside the VPC.' }),
        publicCidrs: z.array(cidr).default([]).meta({ description: 'Networks that may reach the public endpoint.' }),
      })
      .prefault({})
      .meta({ description: 'API server endpoint; always reachable inside the VPC.' }),
    logs: z
      .array(z.enum(['api', 'audit', 'authenticator', 'controllerManager', 'scheduler']))
      .default(['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'])
      .meta({ description: 'Control-plane logs sent to CloudWatch.' }),
    logRetention: duration.default('90d').meta({ description: 'How long control-plane logs are kept.' }),
    nodeGroups: z.record(resourceName, nodeGroup).default({}).meta({ description: 'Managed node groups by name.' }),
    addons: z
      .record(
        z.string(),
        z.strictObject({
          version: z
            .string()
            .optional()
            .meta({ description: 'Add-on version; the default of the cluster version otherwise.' }),
        }),
      )
      .default({ 'vpc-cni': {}, coredns: {}, 'kube-proxy': {}, 'eks-pod-identity-agent': {}, 'aws-ebs-csi-driver': {} })
      .meta({ description: 'EKS add-ons by name.' }),
    access: z.record(resourceName, access).default({}).meta({ description: 'Access entries by name.' }),
    namespace: resourceName.default('streaming').meta({ description: 'Namespace that the services run in.' }),
    controllers: controllersSchema,
  })
  .meta({ description: 'EKS: control plane, node groups, add-ons, access.' });
