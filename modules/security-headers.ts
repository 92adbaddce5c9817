import { CloudfrontResponseHeadersPolicy } from '@cdktn/provider-aws/lib/cloudfront-response-headers-policy/index.js';
import { Construct } from 'constructs';
import { Duration } from './values/duration.js';

/** What {@link SecurityHeaders} are made from. */
export interface SecurityHeadersProps {
  readonly name: string;
  /** Value of `Content-Security-Policy`. @default {@link STRICT_CONTENT} */
  readonly contentSecurityPolicy?: string;
  /** How long browsers refuse plain HTTP. @default 730 days, what the preload list of browsers asks for */
  readonly transportSecurity?: Duration;
}

/** Own origin only; media may also come from blobs, which is how players feed segments to a `video` element. */
export const STRICT_CONTENT = [
  "default-src 'self'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "object-src 'none'",
  "style-src 'self' 'unsafe-inline'",
  "worker-src 'self' blob:",
  'upgrade-insecure-requests',
].join('; ');

/** Response headers that CloudFront adds to every answer, over what the origin says. */
export class SecurityHeaders extends Construct {
  readonly policyId: string;

  constructor(scope: Construct, id: string, props: SecurityHeadersProps) {
    super(scope, id);
    const { contentSecurityPolicy = STRICT_CONTENT, transportSecurity = Duration.days(730) } = props;
    this.policyId = new CloudfrontResponseHeadersPolicy(this, 'Default', {
      name: props.name,
      comment: 'Transport security, content policy, no framing, no sniffing',
      securityHeadersConfig: {
        strictTransportSecurity: {
          accessControlMaxAgeSec: transportSecurity.toSeconds(),
          includeSubdomains: true,
          preload: true,
          override: true,
        },
        contentSecurityPolicy: { contentSecurityPolicy, override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: 'DENY', override: true },
        referrerPolicy: { referrerPolicy: 'strict-origin-when-cross-origin', override: true },
      },
    }).id;
  }
}
