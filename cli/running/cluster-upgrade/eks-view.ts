import type { Cloud } from '../../session/cloud/index.js';

/** An add-on as it runs. */
export interface AddonState {
  readonly name: string;
  readonly version: string;
}

/** What EKS offers of an add-on for a version of Kubernetes. */
export interface AddonOffer {
  readonly versions: readonly string[];
  /** The one that a cluster of that version gets when none is named. @default EKS names none */
  readonly standard?: string;
}

/** A managed node group. */
export interface NodeGroupState {
  readonly name: string;
  readonly version: string;
  readonly status: string;
}

/** A readiness insight that EKS itself gives. */
export interface UpgradeInsight {
  readonly name: string;
  readonly status: string;
  readonly reason?: string;
}

/** EKS, as an upgrade asks it. What it cannot tell is undefined: the emulator lacks some of it. */
export interface EksView {
  cluster(): Promise<
    { readonly version: string; readonly status: string; readonly subnetIds: readonly string[] } | undefined
  >;
  /** Minor versions that a cluster may have. */
  offered(): Promise<readonly string[] | undefined>;
  addons(): Promise<readonly AddonState[]>;
  offer(addon: string, version: string): Promise<AddonOffer | undefined>;
  nodeGroups(): Promise<readonly NodeGroupState[]>;
  /** Free addresses by subnet. */
  freeAddresses(subnetIds: readonly string[]): Promise<Readonly<Record<string, number>> | undefined>;
  insights(version: string): Promise<readonly UpgradeInsight[] | undefined>;
  /** False when this cloud has no such call. */
  updateAddon(addon: string, version: string): Promise<boolean>;
  updateNodeGroup(group: string, version: string): Promise<boolean>;
  close(): void;
}

/** What the emulator answers to a call that it doesn't have. */
const LACKING = /^No route|UnknownOperation|NotImplemented/;

/** Speaks to the EKS of a cloud about one cluster. */
export async function openEks(cloud: Cloud, name: string): Promise<EksView> {
  const [eks, { DescribeSubnetsCommand, EC2Client }] = await Promise.all([
    import('@aws-sdk/client-eks'),
    import('@aws-sdk/client-ec2'),
  ]);
  const client = new eks.EKSClient(cloud.settingsFor('eks'));
  const network = new EC2Client(cloud.settingsFor('ec2'));
  // Only where there is an emulator may a call be missing; of the real AWS it is an error.
  const optional = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      if (cloud.target === 'sandbox' && isLacking(error)) return undefined;
      throw error;
    }
  };
  return {
    cluster: async () => {
      try {
        const { cluster } = await client.send(new eks.DescribeClusterCommand({ name }));
        const { resourcesVpcConfig, status = '', version = '' } = cluster ?? {};
        return { version, status, subnetIds: resourcesVpcConfig?.subnetIds ?? [] };
      } catch (error) {
        if ((error as Error).name === 'ResourceNotFoundException') return undefined;
        throw error;
      }
    },
    offered: () =>
      optional(async () => {
        const { clusterVersions } = await client.send(new eks.DescribeClusterVersionsCommand({ clusterType: 'eks' }));
        return (clusterVersions ?? []).flatMap(({ clusterVersion }) => clusterVersion ?? []);
      }),
    addons: async () => {
      const names: string[] = [];
      for await (const page of eks.paginateListAddons({ client }, { clusterName: name }))
        names.push(...(page.addons ?? []));
      return Promise.all(
        names.map(async (addonName) => {
          const { addon } = await client.send(new eks.DescribeAddonCommand({ clusterName: name, addonName }));
          return { name: addonName, version: addon?.addonVersion ?? '' };
        }),
      );
    },
    offer: (addonName, kubernetesVersion) =>
      optional(async () => {
        const { addons } = await client.send(new eks.DescribeAddonVersionsCommand({ addonName, kubernetesVersion }));
        const versions = (addons ?? []).flatMap((each) => each.addonVersions ?? []);
        const standard = versions.find(({ compatibilities }) =>
          compatibilities?.some(
            ({ clusterVersion, defaultVersion }) => defaultVersion && clusterVersion === kubernetesVersion,
          ),
        )?.addonVersion;
        return { versions: versions.flatMap(({ addonVersion }) => addonVersion ?? []), ...(standard && { standard }) };
      }),
    nodeGroups: async () => {
      const names: string[] = [];
      for await (const page of eks.paginateListNodegroups({ client }, { clusterName: name }))
        names.push(...(page.nodegroups ?? []));
      return Promise.all(
        names.map(async (nodegroupName) => {
          const { nodegroup } = await client.send(
            new eks.DescribeNodegroupCommand({ clusterName: name, nodegroupName }),
          );
          return { name: nodegroupName, version: nodegroup?.version ?? '', status: nodegroup?.status ?? '' };
        }),
      );
    },
    freeAddresses: (SubnetIds) =>
      optional(async () => {
        const { Subnets = [] } = await network.send(new DescribeSubnetsCommand({ SubnetIds: [...SubnetIds] }));
        return Object.fromEntries(Subnets.map((each) => [each.SubnetId ?? '', each.AvailableIpAddressCount ?? 0]));
      }),
    insights: (kubernetesVersion) =>
      optional(async () => {
        const filter = { categories: ['UPGRADE_READINESS' as const], kubernetesVersions: [kubernetesVersion] };
        const { insights } = await client.send(new eks.ListInsightsCommand({ clusterName: name, filter }));
        return (insights ?? []).map(({ insightStatus, name: title }) => ({
          name: title ?? '',
          status: insightStatus?.status ?? 'UNKNOWN',
          ...(insightStatus?.reason && { reason: insightStatus.reason }),
        }));
      }),
    updateAddon: async (addonName, addonVersion) =>
      (await optional(async () => {
        const change = { clusterName: name, addonName, addonVersion, resolveConflicts: 'PRESERVE' as const };
        await client.send(new eks.UpdateAddonCommand(change));
        return true;
      })) ?? false,
    updateNodeGroup: async (nodegroupName, version) =>
      (await optional(async () => {
        // Without `force`: a disruption budget that lets no pod go makes it fail instead of being broken.
        await client.send(new eks.UpdateNodegroupVersionCommand({ clusterName: name, nodegroupName, version }));
        return true;
      })) ?? false,
    close: () => {
      client.destroy();
      network.destroy();
    },
  };
}

function isLacking(error: unknown): boolean {
  const { message = '', name = '', $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  return LACKING.test(message) || LACKING.test(name) || $metadata?.httpStatusCode === 501;
}
