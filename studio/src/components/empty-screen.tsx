/** A screen with nothing to show: why, and where to go. */
export function EmptyScreen({ text, href, action }: { text: string; href: string; action: string }) {
  return (
    <div class="screen-loading">
      <h1 class="empty-title">{text}</h1>
      <a class="btn" href={href}>
        {action}
      </a>
    </div>
  );
}
