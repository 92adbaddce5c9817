import { LaunchTemplate } from '@cdktn/provider-aws/lib/launch-template/index.js';
import { Construct } from 'constructs';

/** What a {@link NodeTemplate} is made from. */
export interface NodeTemplateProps {
  readonly name: string;
  /** Volume of images and logs, GiB. */
  readonly diskGiB: number;
  /** Encrypts the volumes. */
  readonly keyArn: string;
  readonly securityGroupIds: readonly string[];
  /** On instances, volumes and network interfaces: the provider's default tags do not reach what a template makes. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Bottlerocket keeps itself on the first volume, read-only, and everything else on the second. */
const SYSTEM_VOLUME = { deviceName: '/dev/xvda', sizeGiB: 4 } as const;
const DATA_VOLUME = '/dev/xvdb';

/** How nodes are started: encrypted volumes, and instance credentials out of the reach of pods. */
export class NodeTemplate extends Construct {
  readonly templateId: string;
  readonly version: string;

  constructor(scope: Construct, id: string, props: NodeTemplateProps) {
    super(scope, id);
    const template = new LaunchTemplate(this, 'Default', {
      name: props.name,
      description: 'Encrypted volumes, metadata service version 2',
      updateDefaultVersion: true,
      vpcSecurityGroupIds: [...props.securityGroupIds],
      metadataOptions: {
        httpEndpoint: 'enabled',
        httpTokens: 'required',
        // One hop ends on the node: a pod that asks for the node's role gets no answer.
        httpPutResponseHopLimit: 1,
        instanceMetadataTags: 'disabled',
      },
      monitoring: { enabled: true },
      blockDeviceMappings: [
        this.volume(SYSTEM_VOLUME.deviceName, SYSTEM_VOLUME.sizeGiB, props.keyArn),
        this.volume(DATA_VOLUME, props.diskGiB, props.keyArn),
      ],
      tagSpecifications: ['instance', 'volume', 'network-interface'].map((resourceType) => ({
        resourceType,
        tags: { ...props.tags, Name: props.name },
      })),
    });
    this.templateId = template.id;
    this.version = `\${${template.terraformResourceType}.${template.friendlyUniqueId}.latest_version}`;
  }

  private volume(deviceName: string, volumeSize: number, kmsKeyId: string) {
    return {
      deviceName,
      ebs: { volumeSize, volumeType: 'gp3', encrypted: 'true', kmsKeyId, deleteOnTermination: 'true' },
    };
  }
}
