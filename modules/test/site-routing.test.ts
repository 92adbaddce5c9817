import vm from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { App, TerraformStack, Testing } from 'cdktn';
import { SiteRouting } from '../site-routing.js';

/** The code as CloudFront would run it. */
function deployedCode(): string {
  const stack = new TerraformStack(new App(), 'test');
  new SiteRouting(stack, 'routing', { name: 'routing' });
  const { resource } = JSON.parse(Testing.synth(stack)) as {
    resource: { aws_cloudfront_function: Record<string, { code: string }> };
  };
  return Object.values(resource.aws_cloudfront_function)[0]?.code ?? '';
}

function route(uri: string): string {
  const { handler } = vm.runInNewContext(`${deployedCode()}; ({ handler })`) as {
    handler: (event: { request: { uri: string } }) => { uri: string };
  };
  return handler({ request: { uri } }).uri;
}

describe('SiteRouting', () => {
  it.each(['/', '/films', '/films/42/', '/v1.2/films'])('gives the document for %s', (uri) => {
    expect(route(uri)).toBe('/index.html');
  });

  it.each(['/main.css', '/assets/app.3f2a.js', '/robots.txt'])('leaves the file %s alone', (uri) => {
    expect(route(uri)).toBe(uri);
  });
});
