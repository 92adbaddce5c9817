import { CloudfrontFunction } from '@cdktn/provider-aws/lib/cloudfront-function/index.js';
import { Construct } from 'constructs';

/** What {@link SiteRouting} is made from. */
export interface SiteRoutingProps {
  readonly name: string;
  /** Document of the application. @default 'index.html' */
  readonly document?: string;
}

/**
 * Gives the application's document for addresses that are no files, so that a reload inside a single-page application
 * works. It is a function and not an error page, as error pages hold for the whole distribution: a player that is
 * refused a segment would be given a web page with status 200.
 */
export class SiteRouting extends Construct {
  readonly functionArn: string;

  constructor(scope: Construct, id: string, props: SiteRoutingProps) {
    super(scope, id);
    this.functionArn = new CloudfrontFunction(this, 'Default', {
      name: props.name,
      comment: 'Addresses without a file ending get the document of the application',
      runtime: 'cloudfront-js-2.0',
      publish: true,
      code: routingCode(props.document ?? 'index.html'),
    }).arn;
  }
}

/** Runs at the edge in CloudFront's own JavaScript, without imports. */
function routingCode(document: string): string {
  return `function handler(event) {
  var request = event.request;
  var last = request.uri.substring(request.uri.lastIndexOf('/') + 1);
  if (last.indexOf('.') === -1) request.uri = '/${document}';
  return request;
}
`;
}
