/** The sections of the site, in the order of the sidebar. Pages order themselves with `sidebar.order`. */
const sections = [
  ["start", "Start", "Comece aqui"],
  ["guide", "User guide", "Guia de uso"],
  ["science", "Science", "Ciência"],
  ["formats", "Formats", "Formatos"],
  ["reference", "Reference", "Referência"],
  ["architecture", "Architecture", "Arquitetura"],
  ["delivery", "Delivery", "Entrega"],
  ["security", "Security", "Segurança"],
  ["sre", "Reliability", "Confiabilidade"],
  ["decisions", "Decisions", "Decisões"],
  ["project", "Project", "Projeto"],
];

/** Sections whose pages are not a plain list. */
const items = {
  sre: [
    "sre/slo",
    { label: "Runbooks", collapsed: true, items: [{ autogenerate: { directory: "sre/runbooks" } }] },
    "sre/post-mortem",
  ],
};

export const sidebar = sections.map(([directory, label, portuguese]) => ({
  label,
  translations: { "pt-BR": portuguese },
  collapsed: true,
  items: items[directory] ?? [{ autogenerate: { directory } }],
}));
