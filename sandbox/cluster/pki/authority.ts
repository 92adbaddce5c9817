import { createPublicKey, randomBytes, type webcrypto, X509Certificate } from 'node:crypto';
import { loadX509 } from './reflection.js';

/** A certificate and its private key, both PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** What a certificate says. */
export interface CertificateRequest {
  readonly commonName: string;
  /** Kubernetes reads it as a group. @default none */
  readonly organization?: string;
  /** Names and addresses of a server. @default none */
  readonly names?: readonly string[];
  readonly usages: readonly ('client' | 'server')[];
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;
const AUTHORITY_DAYS = 3_650;
const CERTIFICATE_DAYS = 365;
/** Left of its life when a certificate is replaced. */
export const RENEWAL_DAYS = 30;

/** Makes a certificate authority that signs certificates, and no further authorities. */
export async function createAuthority(commonName: string): Promise<KeyPair> {
  const x509 = await loadX509();
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(AUTHORITY_DAYS),
    name: subject({ commonName }),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: certificate.toString('pem'), key: await exportKey(keys.privateKey) };
}

/** Makes a key and has the authority certify it. */
export async function issue(authority: KeyPair, request: CertificateRequest): Promise<KeyPair> {
  const x509 = await loadX509();
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const issuer = new x509.X509Certificate(authority.certificate);
  const signingKey = await importKey(authority.key);
  const usages = request.usages.map((usage) => x509.ExtendedKeyUsage[`${usage}Auth`]);
  const names = (request.names ?? []).map((value) => ({
    type: isAddress(value) ? ('ip' as const) : ('dns' as const),
    value,
  }));
  const certificate = await x509.X509CertificateGenerator.create({
    ...validity(CERTIFICATE_DAYS),
    subject: subject(request),
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension(usages),
      ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : []),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  });
  return { certificate: certificate.toString('pem'), key: await exportKey(keys.privateKey) };
}

/** Whether a certificate still serves: signed by that authority, not near its end, and saying what is asked for. */
export function isGood(pair: KeyPair, authority: KeyPair, request: CertificateRequest, now = Date.now()): boolean {
  try {
    const certificate = new X509Certificate(pair.certificate);
    const issuer = new X509Certificate(authority.certificate);
    const names = (certificate.subjectAltName ?? '').split(', ').map((name) => name.replace(/^(DNS|IP Address):/, ''));
    return (
      certificate.verify(issuer.publicKey) &&
      isFresh(pair, now) &&
      certificate.subject === subject(request).split(', ').join('\n') &&
      names.filter(Boolean).sort().join() === [...(request.names ?? [])].sort().join()
    );
  } catch {
    return false;
  }
}

/** Whether a certificate's key fits and its end is far. */
export function isFresh(pair: KeyPair, now = Date.now()): boolean {
  try {
    const certificate = new X509Certificate(pair.certificate);
    const spki = { type: 'spki', format: 'pem' } as const;
    const fits = createPublicKey(pair.key).export(spki) === certificate.publicKey.export(spki);
    return fits && Date.parse(certificate.validTo) - now > RENEWAL_DAYS * DAY_MS;
  } catch {
    return false;
  }
}

function subject({ commonName, organization }: Pick<CertificateRequest, 'commonName' | 'organization'>): string {
  return organization ? `CN=${commonName}, O=${organization}` : `CN=${commonName}`;
}

/** Begins a little in the past, because clocks are set back. */
function validity(days: number) {
  const now = Math.floor(Date.now() / 1_000) * 1_000;
  return {
    // A positive number of 16 bytes (RFC 5280, 4.1.2.2).
    serialNumber: `4${randomBytes(16).toString('hex').slice(1)}`,
    notBefore: new Date(now - 5 * 60_000),
    notAfter: new Date(now + days * DAY_MS),
  };
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  const { PemConverter } = await loadX509();
  return `${PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`;
}

async function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  const { PemConverter } = await loadX509();
  return crypto.subtle.importKey('pkcs8', PemConverter.decodeFirst(pem), ALGORITHM, false, ['sign']);
}

function isAddress(name: string): boolean {
  return /^[\d.]+$|:/.test(name);
}
