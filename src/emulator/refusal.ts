/** Why a request is not done: what the service answers, as `Error` with `Code` and `Message`. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  /** Whose words they are: seen on the wire (errors.md), of a reference page, or ours because neither has any. */
  readonly origin: Origin;
  constructor(origin: Origin, status: number, code: string, message: string) {
    super(message);
    this.name = 'Refusal';
    this.origin = origin;
    this.status = status;
    this.code = code;
  }
}

type Origin = 'recorded' | 'documented' | 'ours';
type Words = (status: number, code: string, message: string) => Refusal;
const words = (origin: Origin): Words => (status, code, message) => new Refusal(origin, status, code, message);
export const recorded = words('recorded');
export const documented = words('documented');
export const ours = words('ours');

export const badRequest = (message: string) => recorded(400, 'BadRequest', message);
export const notFound = (message: string) => recorded(404, 'ResourceNotFound', message);
export const conflict = (message: string) => recorded(409, 'ConflictError', message);
export const oursBadRequest = (message: string) => ours(400, 'BadRequest', message);
