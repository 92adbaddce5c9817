/** How bad a finding of a scan is, worst first; the words of ECR. */
export const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNDEFINED'] as const;

/** One of {@link SEVERITIES}. */
export type Severity = (typeof SEVERITIES)[number];

/** Findings by severity; what has none is left out. */
export type SeverityCounts = Readonly<Partial<Record<Severity, number>>>;

/** An image as the registry lists it. */
export interface StoredImage {
  /** `sha256:…` of the manifest; of the index where it is for several platforms. */
  readonly digest: string;
  /** Sorted. */
  readonly tags: readonly string[];
  /** ISO 8601. @default the registry doesn't say */
  readonly pushedAt?: string;
  /** Compressed. @default the registry doesn't say */
  readonly sizeBytes?: number;
  /** Of its newest scan, as ECR words it (`COMPLETE`, `IN_PROGRESS`). @default it was not scanned */
  readonly scan?: { readonly status: string; readonly findings?: SeverityCounts };
}

/** One vulnerability of an image. */
export interface Finding {
  /** `CVE-2026-1234`. */
  readonly id: string;
  readonly severity: Severity;
  /** @default the scanner names none */
  readonly package?: string;
  readonly installed?: string;
  /** Version that has it no more. @default none is known */
  readonly fixedIn?: string;
  readonly link?: string;
}

/** How far a scan is. `unsupported`: this registry, or this image, can't be scanned; `absent`: none was asked for. */
export type ScanState = 'complete' | 'pending' | 'failed' | 'unsupported' | 'absent';

/** What a registry says of the newest scan of an image. */
export interface ScanReport {
  readonly state: ScanState;
  /** In the registry's words. @default nothing is to be said */
  readonly reason?: string;
  /** ISO 8601. @default it has not ended */
  readonly completedAt?: string;
  readonly findings: readonly Finding[];
}

/** What a client of the registry protocol signs in with. */
export interface RegistryLogin {
  readonly username: string;
  readonly password: string;
}

/** What ECR knows about images beside the images themselves. */
export interface ImageCatalog {
  /** All images of a repository, newest first; undefined when there is no such repository. */
  images(repository: string): Promise<readonly StoredImage[] | undefined>;
  /** Whether tags of a repository stay what they are. */
  immutable(repository: string): Promise<boolean>;
  /** Asks for a scan. @returns false when this registry cannot scan it */
  startScan(repository: string, digest: string): Promise<boolean>;
  scan(repository: string, digest: string): Promise<ScanReport>;
  /** Good for 12 hours, for every registry that these credentials may reach. */
  login(): Promise<RegistryLogin>;
  close(): void;
}
