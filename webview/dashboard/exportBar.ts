import type { DashboardHost, ExportFormat } from '../../src/protocol/dashboard.ts';
import type { Client } from '../../src/protocol/rpc.ts';
import { control, element } from '../ui/element.ts';
import type { ChartFigure } from './chartFigure.ts';
import { chartPicture } from './chartPicture.ts';

const formats: readonly {
  readonly format: ExportFormat | 'picture';
  readonly label: string;
  readonly title: string;
}[] = [
  { format: 'markdown', label: 'Markdown', title: 'Export the results as Markdown…' },
  { format: 'csv', label: 'CSV', title: 'Export the results as CSV…' },
  { format: 'curves', label: 'Curves CSV', title: 'Export every point of all curves as CSV…' },
  { format: 'picture', label: 'PNG', title: 'Export the charts as a picture…' },
];

/** The buttons that export. */
export class ExportBar {
  readonly element = element('div', { class: 'actions', role: 'group', 'aria-label': 'Export' });

  constructor(host: Client<DashboardHost>, charts: () => readonly ChartFigure[]) {
    this.element.append(
      element('span', { class: 'dim', 'aria-hidden': 'true' }, 'Export'),
      ...formats.map(({ format, label, title }) => {
        const button = control(
          'vscode-button',
          { appearance: 'secondary', title, 'aria-label': `Export ${label}` },
          label,
        );
        button.addEventListener('click', async () => {
          if (format !== 'picture') return host.export({ format });
          const bytes = await chartPicture(charts());
          if (bytes) await host.savePicture({ bytes });
        });
        return button;
      }),
    );
  }
}
