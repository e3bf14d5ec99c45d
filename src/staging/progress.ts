export interface UploadProgress {
  /** Never goes back, though a block that is sent again does not count twice. */
  readonly sentBytes: number;
  readonly totalBytes: number;
  /** Since the upload began. */
  readonly bytesPerSecond: number;
}

const reportEveryMs = 100;

/** Turns movements of bytes into progress reports, ten a second at most, and a last one when all is done. */
export function progressMeter(totalBytes: number, onProgress: ((progress: UploadProgress) => void) | undefined) {
  const start = performance.now();
  let sent = 0;
  let furthest = 0;
  let reportedAt = start;
  const report = (now: number) => {
    reportedAt = now;
    onProgress?.({ sentBytes: furthest, totalBytes, bytesPerSecond: Math.round(furthest / Math.max(0.001, (now - start) / 1000)) });
  };
  return {
    /** Negative when a block is sent once more. */
    moved(bytes: number): void {
      sent += bytes;
      furthest = Math.max(furthest, sent);
      const now = performance.now();
      if (now - reportedAt >= reportEveryMs) report(now);
    },
    done: () => report(performance.now()),
  };
}
