import { SnsTopic } from '@cdktn/provider-aws/lib/sns-topic/index.js';
import { SnsTopicPolicy } from '@cdktn/provider-aws/lib/sns-topic-policy/index.js';
import { SnsTopicSubscription } from '@cdktn/provider-aws/lib/sns-topic-subscription/index.js';
import { Construct } from 'constructs';
import type { AwsLocation } from './aws-location.js';
import { type PolicyStatement, policyDocument } from './policy-document.js';

/** What a {@link Topic} is made from. */
export interface TopicProps {
  readonly name: string;
  readonly location: AwsLocation;
  /** KMS key; publishing services need its use, see `servicesMayUse`. */
  readonly keyArn: string;
  /** Shown as the sender of e-mails. @default the name */
  readonly displayName?: string;
  /** Addresses that are asked to subscribe. @default none */
  readonly emails?: readonly string[];
  /** Services that may publish for resources of this account, such as `cloudwatch`. @default none */
  readonly publishers?: readonly string[];
  /** Region of the topic when it is not the provider's. @default the provider's */
  readonly region?: string;
  /** @default none */
  readonly tags?: Record<string, string>;
}

/** An encrypted SNS topic that takes messages over TLS, from this account's roles and the named services. */
export class Topic extends Construct {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, props: TopicProps) {
    super(scope, id);
    const { region, emails = [] } = props;
    const topic = new SnsTopic(this, 'Default', {
      name: props.name,
      displayName: props.displayName ?? props.name,
      kmsMasterKeyId: props.keyArn,
      region,
      tags: props.tags,
    });
    this.arn = topic.arn;
    this.name = topic.name;
    new SnsTopicPolicy(this, 'policy', { arn: topic.arn, policy: policyDocument(this.statements(props)), region });
    for (const endpoint of emails) {
      new SnsTopicSubscription(this, `email-${endpoint}`, { topicArn: topic.arn, protocol: 'email', endpoint, region });
    }
  }

  private statements(props: TopicProps): PolicyStatement[] {
    const { location, publishers = [] } = props;
    const resources = [this.arn];
    const ownAccount = { StringEquals: { 'aws:SourceAccount': location.accountId } };
    const owner: PolicyStatement = {
      sid: 'Owner',
      principal: { AWS: location.rootArn },
      actions: ['sns:Publish', 'sns:Subscribe', 'sns:GetTopicAttributes', 'sns:SetTopicAttributes'],
      resources,
    };
    const services: PolicyStatement = {
      sid: 'Services',
      principal: { Service: publishers.map((service) => `${service}.amazonaws.com`) },
      actions: ['sns:Publish'],
      resources,
      conditions: ownAccount,
    };
    const tlsOnly: PolicyStatement = {
      sid: 'TlsOnly',
      effect: 'Deny',
      principal: '*',
      actions: ['sns:Publish'],
      resources,
      conditions: { Bool: { 'aws:SecureTransport': 'false' } },
    };
    return [owner, ...(publishers.length > 0 ? [services] : []), tlsOnly];
  }
}
