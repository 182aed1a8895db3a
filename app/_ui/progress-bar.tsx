/** How much of something is done: thin, beside the words that say the same. */
export function ProgressBar({
  done,
  of,
  className,
}: {
  readonly done: number;
  readonly of: number;
  readonly className: string;
}) {
  return (
    <progress
      aria-hidden="true"
      className={`h-1 appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent ${className}`}
      value={done}
      max={Math.max(1, of)}
    />
  );
}
