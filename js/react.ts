/**
 * tellback in React 18 and newer. Nothing here runs on a server: what starts tellback is an effect.
 *
 * @module
 */

import {
  createContext,
  createElement,
  type HTMLAttributes,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react";
import { start } from "./index.js";
import type { Options } from "./options.js";
import type { BarAttributes, ControlEvents, OutcomeAttributes } from "./tags.js";
import type { Tellback } from "./tellback.js";

const Context = createContext<Tellback | undefined>(undefined);

/**
 * Runs tellback while it is mounted. The options are read when it mounts; give it another `key` to
 * start anew with others. Where StrictMode mounts it twice, the second instance goes on.
 *
 * @example
 * ```jsx
 * <TellbackProvider options={{ endpoint: "/feedback" }}>
 *   <Chat />
 * </TellbackProvider>
 * ```
 */
export function TellbackProvider({
  options,
  children,
}: {
  options: Options;
  children?: ReactNode;
}): ReactElement {
  const [tellback, setTellback] = useState<Tellback>();
  const first = useRef(options);
  useEffect(() => {
    const started = start(first.current);
    setTellback(started);
    return () => started.stop();
  }, []);
  return createElement(Context.Provider, { value: tellback }, children);
}

/** The instance that the provider runs; `undefined` on a server and until it has mounted. */
export function useTellback(): Tellback | undefined {
  return useContext(Context);
}

type Handlers<Names extends keyof ControlEvents> = {
  [Name in Names as Name extends `tellback-${infer Short}` ? `on${Capitalize<Short>}` : never]?: (
    event: ControlEvents[Name],
  ) => void;
};

type Common = Omit<HTMLAttributes<HTMLElement>, "children">;

/** What {@link TellbackBar} takes. */
export interface BarProps
  extends Common,
    Handlers<
      | "tellback-rated"
      | "tellback-reasoned"
      | "tellback-commented"
      | "tellback-copied"
      | "tellback-regenerated"
    > {
  /** The handle of the answer that the bar is about. */
  response: string;
  /** What the reader votes with. Default: `"thumbs"`. */
  rating?: BarAttributes["rating"];
  /** The vote of an earlier visit. */
  value?: BarAttributes["value"] | 1 | 2 | 3 | 4 | 5;
  /** Shows a button that copies the answer. */
  copy?: boolean;
  /** Shows a button that asks for another answer. */
  regenerate?: boolean;
  /** The reasons to choose from after a good vote; none where it is empty. */
  goodReasons?: string[];
  /** The reasons to choose from after a bad vote; none where it is empty. */
  badReasons?: string[];
}

/** `<tellback-bar>`: how good is this answer? */
export function TellbackBar(props: BarProps): ReactElement {
  const { response, value, copy, regenerate, goodReasons, badReasons, ...rest } = props;
  return useControl("tellback-bar", {
    for: response,
    value: value === undefined ? undefined : `${value}`,
    copy: copy ? "" : undefined,
    regenerate: regenerate ? "" : undefined,
    "good-reasons": goodReasons?.join(" "),
    "bad-reasons": badReasons?.join(" "),
    ...rest,
  });
}

/** What {@link TellbackCompare} takes. */
export interface CompareProps extends Common, Handlers<"tellback-compared"> {
  /** Two elements that are, or hold, answers marked `data-tellback-response`. */
  children: ReactNode;
}

/** `<tellback-compare>`: which of two answers is better? */
export function TellbackCompare(props: CompareProps): ReactElement {
  return useControl("tellback-compare", { ...props });
}

/** What {@link TellbackOutcome} takes. */
export interface OutcomeProps extends Common, Handlers<"tellback-outcome" | "tellback-dismissed"> {
  /** The handle of the answer that it asks about. */
  response: string;
  /** Seconds from when the answer is complete until it asks. Default: 0. */
  after?: number | OutcomeAttributes["after"];
}

/** `<tellback-outcome>`: did this answer work? */
export function TellbackOutcome({ response, after, ...rest }: OutcomeProps): ReactElement {
  return useControl("tellback-outcome", { for: response, after, ...rest });
}

/** What {@link TellbackConsent} takes. */
export interface ConsentProps extends Common, Handlers<"tellback-refused" | "tellback-agreed"> {}

/** `<tellback-consent>`: the reader's choice, and what has been recorded. */
export function TellbackConsent(props: ConsentProps): ReactElement {
  return useControl("tellback-consent", { ...props });
}

const HANDLERS: Record<string, string> = {
  onRated: "tellback-rated",
  onReasoned: "tellback-reasoned",
  onCommented: "tellback-commented",
  onCopied: "tellback-copied",
  onRegenerated: "tellback-regenerated",
  onCompared: "tellback-compared",
  onOutcome: "tellback-outcome",
  onDismissed: "tellback-dismissed",
  onRefused: "tellback-refused",
  onAgreed: "tellback-agreed",
};

/**
 * A tag with its attributes, and listeners that always call the latest handlers. React 18 knows
 * neither classes nor events of custom elements, so both are given in a way that all versions know.
 */
function useControl(
  tag: keyof HTMLElementTagNameMap,
  { className, ...props }: Record<string, unknown>,
): ReactElement {
  const element = useRef<HTMLElement>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    const ended = new AbortController();
    for (const [handler, type] of Object.entries(HANDLERS)) {
      const call = (event: Event) => {
        (latest.current[handler] as ((event: Event) => void) | undefined)?.(event);
      };
      element.current?.addEventListener(type, call, { signal: ended.signal });
    }
    return () => ended.abort();
  }, []);
  const attributes = Object.entries(props).filter(([name]) => !(name in HANDLERS));
  return createElement(tag, {
    ...Object.fromEntries(attributes),
    class: className,
    ref: element,
  } as HTMLAttributes<HTMLElement>);
}
