import { expect, it } from '@jest/globals';
import { loadEnvironment } from '../../../environments/model/index.js';
import { policyDocument } from '../../../modules/policy-document.js';
import { pipelinePolicies } from '../../pipeline-policies.js';
import { allows } from './evaluate.js';
import { type Statement, statementsOf } from './statement.js';

/** More than AWS' `ReadOnlyAccess` gives, whose list changes without us. */
const ALL: Statement = { Effect: 'Allow', Action: '*', Resource: '*' };

/** What that policy lets its holder read beside settings, by name (2026-08). */
const CONTENT = [
  ...['logs:StartLiveTail', 'logs:GetQueryResults', 'logs:GetLogRecord', 'logs:GetLogObject', 'logs:FilterLogEvents'],
  ...['rds:DownloadDBLogFilePortion', 'rds:DownloadCompleteDBLogFile', 'lightsail:GetRelationalDatabaseLogEvents'],
  ...['dynamodb:PartiQLSelect', 'dynamodb:GetRecords', 'dynamodb:GetItem', 'dax:GetItem', 'cassandra:Select'],
  ...['ec2:GetConsoleOutput', 'ec2:GetConsoleScreenshot', 'ec2:GetPasswordData', 'ssm:GetCommandInvocation'],
  ...['ssm:ListCommandInvocations', 'codecommit:GitPull', 'codeartifact:ReadFromRepository', 's3express:CreateSession'],
  ...['s3-object-lambda:GetObject', 's3tables:GetTableData', 'es:ESHttpGet', 'states:GetExecutionHistory'],
  ...['cognito-identity:GetCredentialsForIdentity', 'lightsail:GetBucketAccessKeys', 'connect:GetFederationToken'],
  ...['mediastore:GetObject', 'mediapackagev2:GetObject', 'secretsmanager:GetSecretValue', 'sqs:ReceiveMessage'],
];

/** What refreshing a state, looking for drift and describing an environment ask for. */
const SETTINGS = [
  ...['lambda:GetFunction', 'ec2:DescribeInstances', 'logs:DescribeLogGroups', 'logs:DescribeSubscriptionFilters'],
  ...['rds:DescribeDBInstances', 's3:GetBucketPolicy', 'dynamodb:DescribeTable', 'secretsmanager:DescribeSecret'],
  ...['secretsmanager:GetResourcePolicy', 'sqs:GetQueueAttributes', 'ecr:GetLifecyclePolicy', 'kms:GetKeyPolicy'],
  ...['iam:GetRolePolicy', 'sts:GetCallerIdentity', 'cloudfront:GetDistributionConfig', 'ssm:DescribeParameters'],
];

it('reads settings and no content, whatever AWS lets it read by name', async () => {
  const { plan } = pipelinePolicies((await loadEnvironment('prod')).environment);
  const own = Object.values(plan).flatMap((statements) => statementsOf(policyDocument(statements)));
  const may = (action: string) => allows([ALL, ...own], { action, resource: '*' });
  expect(CONTENT.filter(may)).toEqual([]);
  expect(SETTINGS.filter((action) => !may(action))).toEqual([]);
});
