/** Who else may use this Tuneboard, for admins. */
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { UserSummary } from "../../lib/core/people.ts";
import { Moment } from "../_review/moment.tsx";
import { addUser, fetchUsers, giveRole, linkForUser, removeUser } from "../_state/people.ts";
import { TextButton } from "../_ui/text-button.tsx";
import { FIELD, LineForm, Section, ShownOnce } from "./parts.tsx";
import { useKept } from "./use-kept.ts";

const ROLES = ["viewer", "launcher", "admin"] as const;

export function UsersSection() {
  const t = useTranslations("access");
  const { answer, error, change } = useKept(fetchUsers);
  const [name, setName] = useState("");
  const [role, setRole] = useState<UserSummary["role"]>("viewer");
  const [made, setMade] = useState<{ readonly name: string; readonly url: string } | null>(null);
  const showLink = async (of: string, make: () => Promise<{ readonly url: string }>): Promise<void> => {
    const link = await change(make);
    if (link === null) return;
    setMade({ name: of, url: link.url });
    setName("");
  };
  return (
    <Section title={t("users")} why={t("usersWhy", { owner: answer?.owner ?? "" })} error={error}>
      <ul>
        {answer?.users.map((user) => (
          <li key={user.name} className="flex min-h-8 flex-wrap items-center gap-2" data-testid="user">
            <bdi className="min-w-24 font-medium">{user.name}</bdi>
            <RoleSelect
              name={t("roleOf", { name: user.name })}
              value={user.role}
              onChange={(next) => void change(() => giveRole(user.name, next))}
            />
            <span className="mr-auto text-2xs text-ink-faint">
              {user.usedAt === null ? t("neverSeen") : <Moment at={user.usedAt} />}
            </span>
            <TextButton text={t("newLink")} onClick={() => void showLink(user.name, () => linkForUser(user.name))} />
            <TextButton text={t("remove")} onClick={() => void change(() => removeUser(user.name))} />
          </li>
        ))}
      </ul>
      <LineForm
        action={t("addUser")}
        isDisabled={name.trim() === ""}
        onSubmit={() => void showLink(name.trim(), () => addUser(name.trim(), role))}
      >
        <input
          className={FIELD}
          value={name}
          onChange={(event) => setName(event.target.value)}
          placeholder={t("userName")}
          aria-label={t("userName")}
          spellCheck={false}
          autoComplete="off"
        />
        <RoleSelect name={t("role")} value={role} onChange={setRole} />
      </LineForm>
      {made !== null && <ShownOnce text={made.url} hint={t("userLink", { name: made.name })} />}
    </Section>
  );
}

interface RoleSelectProps {
  readonly name: string;
  readonly value: UserSummary["role"];
  readonly onChange: (role: UserSummary["role"]) => void;
}

function RoleSelect({ name, value, onChange }: RoleSelectProps) {
  const t = useTranslations("access.roles");
  return (
    <select
      aria-label={name}
      value={value}
      onChange={(event) => onChange(ROLES.find((role) => role === event.target.value) ?? "viewer")}
      className={FIELD}
    >
      {ROLES.map((role) => (
        <option key={role} value={role}>
          {t(role)}
        </option>
      ))}
    </select>
  );
}
