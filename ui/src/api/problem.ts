/** A problem of the API (RFC 9457), or what stands for one where no answer came. */

/** One field that needs a correction; `pointer` is a JSON pointer into the body that was sent. */
export interface FieldError {
  pointer: string;
  detail: string;
}

/** Why a request failed. `slug` is the problem's stable name; `offline` means that no answer came. */
export class Problem extends Error {
  constructor(
    readonly slug: string,
    readonly status: number,
    readonly title: string,
    readonly detail: string | null,
    readonly errors: readonly FieldError[],
    /** The request's id, which an operator finds in the log. */
    readonly instance: string | null,
    /** Seconds after which to try again, where the server says so. */
    readonly retryAfterSeconds: number | null,
    /** What the problem carries beside the standard members, such as `max` or `orgs`. */
    readonly more: Readonly<Record<string, unknown>> = {},
  ) {
    super(title);
    this.name = 'Problem';
  }

  /** Nothing was heard from the server: whether it acted is not known, and asking again is safe. */
  static offline(): Problem {
    return new Problem('offline', 0, 'No connection', null, [], null, null);
  }

  /** It was asked in a session that another one has followed: its answer is nobody's any more. */
  static overtaken(): Problem {
    return new Problem('unauthenticated', 401, 'The session is over', null, [], null, null);
  }

  /** Reads the problem of an answer; one that is no problem document still becomes a problem. */
  static of(response: Response, body: unknown): Problem {
    const { type, title, status, detail, errors, instance, ...more } = isRecord(body) ? body : {};
    const slug = typeof type === 'string' ? (type.split('/').pop() ?? '') : '';
    return new Problem(
      slug || (response.status >= 500 ? 'internal' : 'unexpected'),
      typeof status === 'number' ? status : response.status,
      typeof title === 'string' ? title : response.statusText,
      typeof detail === 'string' ? detail : null,
      Array.isArray(errors) ? errors.filter(isFieldError) : [],
      typeof instance === 'string' ? instance : response.headers.get('x-request-id'),
      seconds(response.headers.get('retry-after')),
      more,
    );
  }

  /** What is wrong with each field, by its path with dots (`/settings/max_party` is `settings.max_party`). */
  fields(): Record<string, string> {
    return Object.fromEntries(
      this.errors.map(({ pointer, detail }) => [
        pointer.replace(/^\//, '').replaceAll('/', '.'),
        detail,
      ]),
    );
  }
}

/** Whether an error of a query or command is the problem of that name. */
export function isProblem(error: unknown, slug: string): error is Problem {
  return error instanceof Problem && error.slug === slug;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFieldError(value: unknown): value is FieldError {
  return isRecord(value) && typeof value.pointer === 'string' && typeof value.detail === 'string';
}

function seconds(header: string | null): number | null {
  const value = header === null ? Number.NaN : Number(header);
  return Number.isFinite(value) ? value : null;
}
