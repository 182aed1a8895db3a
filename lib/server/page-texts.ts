/** What the pages say that stand before the board, in the languages of the interface. */
import type { Language } from "../core/text.ts";

export type PageKind = "login" | "welcome" | "shared" | "wrong code" | "expired" | "no such link";

export interface PageText {
  readonly title: string;
  /** Words between backquotes are shown as typed; `{name}` stands for a name that the page is given. */
  readonly lines: readonly string[];
}

export interface FormText {
  readonly code: string;
  readonly enter: string;
  readonly look: string;
}

/** Every page before the board, in every language. */
export const PAGE_TEXTS: Readonly<Record<Language, Readonly<Record<PageKind, PageText>>>> = {
  en: {
    login: {
      title: "Log in to Tuneboard",
      lines: [
        "Open the link that you were given, or paste it here. It works once, for this browser.",
        "Whoever started Tuneboard gets a link with `tuneboard login`; everybody else asks them for one.",
      ],
    },
    welcome: {
      title: "Log in to Tuneboard",
      lines: ["This link logs your browser in as `{name}`, once. It is used up when you press the button, not before."],
    },
    shared: {
      title: "Somebody shows you their training runs",
      lines: ["`{name}`", "You can look at them without a login, for as long as the link lasts."],
    },
    "wrong code": {
      title: "This link does not work any more",
      lines: [
        "It was used already, is older than a day, or is not one of ours. Ask for another, or run `tuneboard login`.",
      ],
    },
    expired: {
      title: "This share link has expired",
      lines: ["What it showed is still here, but not by this link. Ask whoever sent it for another."],
    },
    "no such link": {
      title: "There is no such share link",
      lines: ["It was taken back, or was not copied whole."],
    },
  },
  zh: {
    login: {
      title: "登录 Tuneboard",
      lines: [
        "打开别人给您的链接，或把它粘贴到这里。链接只能使用一次，且只对这个浏览器有效。",
        "启动 Tuneboard 的人可以运行 `tuneboard login` 得到链接；其他人请向其索取。",
      ],
    },
    welcome: {
      title: "登录 Tuneboard",
      lines: ["通过这个链接，您的浏览器将以 `{name}` 的身份登录，仅限一次。按下按钮之后链接才会失效。"],
    },
    shared: {
      title: "有人向您展示了训练运行",
      lines: ["`{name}`", "在链接有效期内，您无需登录即可查看。"],
    },
    "wrong code": {
      title: "这个链接已失效",
      lines: ["它已经被用过、超过了一天，或者不是这里发出的。请再要一个，或运行 `tuneboard login`。"],
    },
    expired: {
      title: "这个分享链接已过期",
      lines: ["它展示过的内容还在，但不能再通过这个链接查看。请向发送者再要一个。"],
    },
    "no such link": {
      title: "没有这个分享链接",
      lines: ["它已被收回，或者没有复制完整。"],
    },
  },
};

/** The form on them that takes a link or its code. */
export const FORM_TEXTS: Readonly<Record<Language, FormText>> = {
  en: { code: "Login link or code", enter: "Log in", look: "Open" },
  zh: { code: "登录链接或登录码", enter: "登录", look: "打开" },
};
