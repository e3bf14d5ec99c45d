/** Codes of our own, for what goes wrong before or instead of an answer of the service. */
export type LocalErrorCode =
  | 'ConnectionFailed'      // nothing listens there, or the connection broke
  | 'HostNotFound'          // DNS
  | 'ProxyRefused'          // a proxy does not let us through, or is none that we can use
  | 'TlsUntrusted'          // the server's certificate is not trusted
  | 'CertificateRefused'    // TLS itself refused our certificate or key
  | 'Timeout'
  | 'Cancelled'             // the caller's AbortSignal
  | 'RedirectRefused'       // a 307 that leads out of the cloud, or too many
  | 'MalformedAnswer'       // an answer that is not what the operation answers
  | 'InvalidParameter';     // a request that cannot be built

/**
 * What exactly went wrong, by code, with its English words; `{name}` stands for a value of the error's `details`.
 * A translation replaces the words and keeps the names.
 */
const messages = {
  ConnectionFailed: {
    NothingAnswers: 'Nothing answers at {origin}. Is the endpoint right, and does a firewall let it through?',
    NothingAnswersHere: 'Nothing answers at {origin}. Is the emulator started, and is the port right?',
    ConnectionBroken: 'The connection to {origin} failed: {reason}.',
    ProxyUnreachable: 'The proxy {proxy} cannot be reached ({reason}), so nothing was sent to {origin}. Is the proxy right (setting http.proxy, or the environment variable HTTPS_PROXY)?',
    ProxyHasNoWay: 'The proxy {proxy} has no connection to {origin}: it answered with HTTP status {status}. Is the endpoint right?',
  },
  HostNotFound: {
    HostNotFound: 'There is no host named {host}, or names cannot be looked up. Is the endpoint right, and is this machine online?',
    ProxyNotFound: 'There is no host named {host}, which is the proxy, or names cannot be looked up. Is the proxy right (setting http.proxy, or the environment variable HTTPS_PROXY), and is this machine online?',
  },
  ProxyRefused: {
    ProxyRefuses: 'The proxy {proxy} does not let us through to {origin}: it answered with HTTP status {status}. Ask whoever runs it, or except the host (setting http.noProxy, or the environment variable NO_PROXY).',
    ProxyWantsLogin: 'The proxy {proxy} wants a user name and a password that it knows (HTTP status 407). Give them in the setting http.proxyAuthorization, or in the address of the proxy.',
    ProxyUnusable: 'The proxy in the setting http.proxy, or in the environment variable HTTPS_PROXY, cannot be used: it has to be http://host:port or https://host:port.',
  },
  TlsUntrusted: {
    ServerUntrusted: 'The certificate that {origin} shows is not trusted, so the request was not sent: {reason}. Is the endpoint right, or does a proxy look into the connection?',
    EmulatorUntrusted: 'The certificate that {origin} shows is not trusted, so the request was not sent: {reason}. Is it the emulator that this connection was made for?',
    ServerNotValidNow: 'The certificate that {origin} shows is not valid at this time, so the request was not sent: {reason}. Is the clock of this computer right?',
  },
  CertificateRefused: {
    HandshakeRefused: '{origin} refused the TLS handshake or the management certificate in it: {reason}. Is the certificate valid today, with an RSA key of at least 2048 bits?',
    CertificateUnusable: 'The management certificate cannot be used: {reason}.',
    CertificateIncomplete: 'The management certificate cannot be used: certificate or private key is missing.',
    KeyTooShort: 'The management certificate cannot be used: its key is too short for today\'s TLS. Make a new one with an RSA key of 2048 bits.',
    SignatureTooWeak: 'The management certificate cannot be used: it is signed with an algorithm that today\'s TLS refuses. Make a new one signed with SHA-256.',
    KeyOfAnother: 'The management certificate cannot be used: certificate and private key do not belong together.',
    PassphraseWrong: 'The management certificate cannot be used: the passphrase of its private key is missing or wrong.',
    NotPem: 'The management certificate cannot be used: certificate or private key is not PEM text ("-----BEGIN ..."), or of a kind that TLS does not know.',
    PfxTooOld: 'The management certificate cannot be used: the PFX is encrypted in an old way that TLS does not read. Export it again with AES, or as PEM.',
  },
  Timeout: {
    AnswerLate: '{origin} did not answer within {seconds} seconds.',
    ConnectionLate: 'No connection to {origin} in time. Is the endpoint right, and does a firewall let it through?',
    ProxyLate: 'No connection to {origin} through the proxy {proxy} in time. Is the proxy right (setting http.proxy, or the environment variable HTTPS_PROXY)?',
  },
  Cancelled: {
    CallCancelled: '{operation} was cancelled.',
    ConnectionClosed: 'The connection was closed before the answer arrived.',
    WaitingCancelled: 'Waiting was cancelled. The operation goes on at the service.',
  },
  RedirectRefused: {
    TooManyRedirects: '{origin} redirects more than {most} times, now to "{location}".',
    RedirectsElsewhere: '{origin} redirects to "{location}", which is not of the same cloud. It was not followed, because the management certificate must not be shown elsewhere.',
  },
  MalformedAnswer: {
    AnswerNotHttp: 'What {origin} answered is too large or not HTTP: {reason}.',
    AnswerUnreadable: 'The answer to {operation} could not be read: {reason}',
  },
  InvalidParameter: {
    EndpointInvalid: 'The endpoint must be https://host or https://host:port, not "{endpoint}".',
    EndpointWithMore: 'The endpoint must be https://host or https://host:port, not something else at {host}.',
    AuthorityElsewhere: 'A certificate authority of one\'s own is accepted for the emulator on this machine only, not for {host}.',
    CharacterUnwritable: 'The value of {element} holds the character {character}, which XML cannot carry.',
    RequestUnsendable: 'The request cannot be sent: {reason}.',
  },
} as const satisfies Readonly<Record<LocalErrorCode, Readonly<Record<string, string>>>>;

type Messages = typeof messages;
export type LocalProblem = { [C in keyof Messages]: keyof Messages[C] }[keyof Messages];
export type Details = Readonly<Record<string, string | number>>;

/** Every problem with its code and its English words. */
export const localProblems = Object.fromEntries(Object.entries(messages).flatMap(([code, problems]) =>
  Object.entries(problems).map(([problem, message]) => [problem, { code, message }]))) as Readonly<Record<LocalProblem, { readonly code: LocalErrorCode; readonly message: string }>>;

/** What is said after the words of a problem that came when the request was under way: whether the service did it nobody knows, or it does. */
export const fates = {
  perhapsDone: 'The service may have carried it out: look at the present state before trying again.',
  doneIfSent: 'If the request was on its way, the service carries it out all the same.',
} as const;

export type Fate = keyof typeof fates;
