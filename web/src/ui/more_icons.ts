import { add_icons } from "./Icon.svelte";

// Drawn on few pages: where cards are scanned, numbers typed and lists brought. Whoever draws one imports this file.
export const more_shapes = {
    box: "M12 3 20.5 7.5v9L12 21l-8.5-4.5v-9ZM3.5 7.5 12 12l8.5-4.5M12 12v9",
    drop: "M12 3c4 5 6 8 6 11a6 6 0 0 1-12 0c0-3 2-6 6-11Z",
    undo: "M8 4 3.5 8.5 8 13M4 8.5h10a6 6 0 0 1 0 12h-3",
    keypad: "M3 6h18v12H3ZM7 10v.01M12 10v.01M17 10v.01M7 14.5h10",
    sound: "M4 9.5h3.5L12 5.5v13L7.5 14.5H4ZM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
    mute: "M4 9.5h3.5L12 5.5v13L7.5 14.5H4ZM16 9.5l5 5M21 9.5l-5 5",
    erase: "M8.5 5.5H21v13H8.5L3 12ZM11.5 9.5l5 5M16.5 9.5l-5 5",
    upload: "M12 16V4M6.5 9.5 12 4l5.5 5.5M4 20h16",
    camera: "M3.5 7.5H8l1.5-2.5h5L16 7.5h4.5v12h-17ZM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 1 0 0-7Z",
    download: "M12 4v12M6.5 10.5 12 16l5.5-5.5M4 20h16",
} as const;

add_icons(more_shapes);
