import type { PolicyStatement } from './policy-document.js';

/** A service account of one cluster. */
export interface PodIdentity {
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/**
 * Trust of a role that only pods of one service account take: EKS puts these tags on every session.
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 */
export function podsMayAssume({ clusterName, namespace, serviceAccount }: PodIdentity): PolicyStatement {
  return {
    sid: 'Pods',
    principal: { Service: 'pods.eks.amazonaws.com' },
    actions: ['sts:AssumeRole', 'sts:TagSession'],
    conditions: {
      StringEquals: {
        'aws:RequestTag/eks-cluster-name': clusterName,
        'aws:RequestTag/kubernetes-namespace': namespace,
        'aws:RequestTag/kubernetes-service-account': serviceAccount,
      },
    },
  };
}
