// Photos of telephones are larger than a file needs, and than the server takes.
export const photo_bytes_max = 1024 * 1024;
const side_px_max = 800;

// A JPEG of at most photo_bytes_max with neither side over side_px_max, without the place and the device
// that cameras write into their files. Nothing when it is no picture.
export async function smaller_photo(file: Blob): Promise<Blob | null> {
    let picture: ImageBitmap;
    try {
        picture = await createImageBitmap(file);
    } catch {
        return null;
    }
    const scale = Math.min(1, side_px_max / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const photo = await new Promise<Blob | null>((done) =>
        canvas.toBlob(done, "image/jpeg", 0.85),
    );
    return photo && photo.size <= photo_bytes_max ? photo : null;
}
