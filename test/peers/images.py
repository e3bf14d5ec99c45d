"""Images and disks by themselves, and the extensions that virtual machines may have. VHDs lie in the account contosopackages."""
from story import *

guides = 'OpenLogic__OpenLogic-CentOS-62-20120531-es-es-30GB.vhd'
cloudera = '1acf693f34c74e86a50be61cb631ddfe__ClouderaGolden-202406-699696'
no_image, no_disk = 'The image with the specified name does not exist.', 'The disk with the specified name does not exist.'
not_allowed = 'This operation is not allowed for this subscription.'


def vhd(name):
    return 'https://contosopackages.blob.core.windows.net/vhds/%s.vhd' % name


def own():
    return [image.name for image in sms.list_os_images() if image.category == 'User']


def is_there(name):
    """Its address is one of a VHD, which can be made a disk and given back."""
    try:
        sms.add_disk(False, 'probe', vhd(name), 'probe', 'Linux')
        sms.delete_disk('probe')
        return True
    except AzureHttpError as error:
        assert 'There is no blob at' in str(error), str(error)
        return False


@step('list_os_images has what virtual machines can be made from')
def _():
    images = sms.list_os_images()
    assert len(images) > 50
    named = {image.name: image for image in images}
    for image in images:
        assert image.label and image.image_family and image.os in ('Linux', 'Windows') and image.logical_size_in_gb > 0, vars(image)
        same((image.category, image.media_link), ('Public', ''))
        assert 'West US' in image.location.split(';')
    same((named[guides].publisher_name, named[guides].is_premium), ('OpenLogic', False))


@step('add_os_image')
def _():
    wait(sms.add_os_image('utcentosimg', vhd('ubuntu'), 'ubuntu', 'Linux'))
    same(own(), ['ubuntu'])


@step('get_os_image')
def _():
    image = sms.get_os_image('ubuntu')
    same((image.category, image.label, image.affinity_group, image.location), ('User', 'utcentosimg', 'contoso-west', ''))
    same((image.logical_size_in_gb, image.media_link, image.name, image.os, image.os_state), (30, vhd('ubuntu'), 'ubuntu', 'Linux', 'Generalized'))
    same((image.eula, image.description, image.is_premium), ('', '', False))
    same(sms.get_os_image(guides).label, 'OpenLogic CentOS 6.2')
    raises(AzureMissingResourceHttpError, 404, no_image, sms.get_os_image, 'nobody')


@step('add_os_image refuses what is no VHD, or is one of another image already')
def _():
    raises(AzureHttpError, 400, 'There is no blob at', sms.add_os_image, 'label', vhd('nowhere'), 'other', 'Linux')
    raises(AzureHttpError, 400, 'The blob is not a valid VHD.', sms.add_os_image, 'label', given['packageUrl'], 'other', 'Linux')
    raises(AzureConflictHttpError, 409, 'is already registered with image repository as the resource with ID ubuntu.', sms.add_os_image, 'label', vhd('ubuntu'), 'other', 'Linux')
    raises(AzureConflictHttpError, 409, 'There is already an image named ubuntu.', sms.add_os_image, 'label', vhd('disk'), 'ubuntu', 'Linux')


@step('update_os_image changes the label and nothing else')
def _():
    wait(sms.update_os_image('ubuntu', 'newlabel', vhd('elsewhere'), 'othername', 'Windows'))
    image = sms.get_os_image('ubuntu')
    same((image.label, image.media_link, image.name, image.os), ('newlabel', vhd('ubuntu'), 'ubuntu', 'Linux'))
    raises(AzureHttpError, 403, not_allowed, sms.update_os_image, guides, 'mine', vhd('ubuntu'), guides, 'Linux')


@step('update_os_image_from_image_reference')
def _():
    image = sms.get_os_image('ubuntu')
    image.description, image.image_family, image.published_date, image.show_in_gui = 'my description', 'mine', '2016-09-09', False
    wait(sms.update_os_image_from_image_reference('ubuntu', image))
    updated = sms.get_os_image('ubuntu')
    same((updated.label, updated.description, updated.image_family), ('newlabel', 'my description', 'mine'))
    same((updated.published_date, updated.show_in_gui), ('2016-09-09T00:00:00Z', False))


@step('replicate_vm_image, which is for OS images')
def _():
    accepted = sms.replicate_vm_image('ubuntu', ['West US', 'West Europe'], 'offer', 'sku', '1.2.3')
    same(sms.get_operation_status(accepted.request_id).status, 'Succeeded')
    raises(AzureHttpError, 403, not_allowed, sms.replicate_vm_image, guides, ['West US'], 'offer', 'sku', '1.2.3')
    raises(AzureHttpError, 400, 'The location constraint is not valid', sms.replicate_vm_image, 'ubuntu', ['Atlantis'], 'offer', 'sku', '1.2.3')


@step('get_os_image_details tells how far it is')
def _():
    details = sms.get_os_image_details('ubuntu')
    same((details.name, details.category, details.label, details.logical_size_in_gb), ('ubuntu', 'User', 'newlabel', 30))
    same([element.location for element in details.replication_progress], ['West US', 'West Europe'])
    becomes([100, 100], lambda: [element.progress for element in sms.get_os_image_details('ubuntu').replication_progress])
    raises(AzureHttpError, 403, not_allowed, sms.get_os_image_details, guides)


@step('share_vm_image')
def _():
    wait(sms.share_vm_image('ubuntu', 'public'))
    raises(AzureHttpError, 400, 'The permission nobody has to be Public, MSDN or Private.', sms.share_vm_image, 'ubuntu', 'nobody')


@step('unreplicate_vm_image')
def _():
    sms.unreplicate_vm_image('ubuntu')
    same(len(sms.get_os_image_details('ubuntu').replication_progress), 0)
    raises(AzureHttpError, 400, 'has not been replicated', sms.share_vm_image, 'ubuntu', 'private')


@step('delete_os_image leaves its VHD, and then it can be another image')
def _():
    wait(sms.delete_os_image('ubuntu'))
    raises(AzureMissingResourceHttpError, 404, no_image, sms.get_os_image, 'ubuntu')
    wait(sms.add_os_image('again', vhd('ubuntu'), 'again', 'Windows'))
    same(own(), ['again'])
    raises(AzureHttpError, 403, not_allowed, sms.delete_os_image, guides)


@step('delete_os_image with its VHD')
def _():
    wait(sms.delete_os_image('again', delete_vhd=True))
    same((own(), is_there('ubuntu')), ([], False))


@step('create_vm_image')
def _():
    image = VMImage('image', 'imagelabel', 'imagedescription')
    image.os_disk_configuration.os_state, image.os_disk_configuration.os = 'Specialized', 'Linux'
    image.os_disk_configuration.media_link = vhd('system')
    data = DataDiskConfiguration()
    data.lun, data.media_link, data.host_caching = 1, vhd('data'), 'ReadWrite'
    image.data_disk_configurations.data_disk_configurations.append(data)
    image.language, image.show_in_gui = 'English', True
    wait(sms.create_vm_image(image))
    raises(AzureConflictHttpError, 409, 'There is already an image named image.', sms.create_vm_image, image)


@step('list_vm_images by location, publisher and category')
def _():
    image, = sms.list_vm_images(category='User')
    same((image.name, image.label, image.description, image.category), ('image', 'imagelabel', 'imagedescription', 'User'))
    same((image.affinity_group, image.language, image.show_in_gui, image.is_premium), ('contoso-west', 'English', True, False))
    os_disk = image.os_disk_configuration
    same((os_disk.host_caching, os_disk.os_state, os_disk.os, os_disk.media_link, os_disk.logical_disk_size_in_gb), ('ReadWrite', 'Specialized', 'Linux', vhd('system'), 30))
    disk, = image.data_disk_configurations
    same((disk.host_caching, disk.lun, disk.media_link, disk.logical_disk_size_in_gb), ('ReadWrite', 1, vhd('data'), 2))
    everything = [each.name for each in sms.list_vm_images()]
    same([each.name for each in sms.list_vm_images(publisher='Cloudera')], [cloudera])
    same([each.name for each in sms.list_vm_images('West US', 'Cloudera', 'Public')], [cloudera])
    same(sorted(each.name for each in sms.list_vm_images(location='West US')), sorted(set(everything) - {'image'}))


@step('update_vm_image')
def _():
    image, = sms.list_vm_images(category='User')
    image.label, image.description, image.eula, image.show_in_gui = 'Updated label', 'Updated description', 'Updated eula', False
    image.os_disk_configuration.host_caching = 'ReadOnly'
    image.data_disk_configurations[0].host_caching = 'None'
    wait(sms.update_vm_image('image', image))
    updated, = sms.list_vm_images(category='User')
    same((updated.label, updated.description, updated.eula, updated.show_in_gui), ('Updated label', 'Updated description', 'Updated eula', False))
    same((updated.os_disk_configuration.host_caching, updated.data_disk_configurations[0].host_caching), ('ReadOnly', 'None'))
    same(updated.language, 'English')
    raises(AzureHttpError, 403, not_allowed, sms.update_vm_image, cloudera, image)


@step('delete_vm_image leaves its VHDs unless they are to go with it')
def _():
    wait(sms.delete_vm_image('image'))
    same((len(sms.list_vm_images(category='User')), is_there('system'), is_there('data')), (0, True, True))
    image = VMImage('another', 'label')
    image.os_disk_configuration.os_state, image.os_disk_configuration.os, image.os_disk_configuration.media_link = 'Generalized', 'Linux', vhd('system')
    wait(sms.create_vm_image(image))
    wait(sms.delete_vm_image('another', delete_vhd=True))
    same((len(sms.list_vm_images(category='User')), is_there('system'), is_there('data')), (0, False, True))
    raises(AzureMissingResourceHttpError, 404, no_image, sms.delete_vm_image, 'image')


@step('add_disk, which always has an operating system because the SDK says so')
def _():
    raises(ValueError, None, 'should not be None', sms.add_disk, False, 'disklabel', vhd('disk'), 'disk', None)
    same(sms.add_disk(True, 'disklabel', vhd('disk'), 'disk', 'Linux'), None)
    raises(AzureConflictHttpError, 409, 'A disk with name disk already exists.', sms.add_disk, True, 'disklabel', vhd('data'), 'disk', 'Linux')


@step('get_disk')
def _():
    disk = sms.get_disk('disk')
    same((disk.name, disk.label, disk.os, disk.media_link, disk.logical_disk_size_in_gb), ('disk', 'disklabel', 'Linux', vhd('disk'), 1))
    same((disk.affinity_group, disk.location, disk.source_image_name), ('contoso-west', '', ''))
    raises(AzureMissingResourceHttpError, 404, no_disk, sms.get_disk, 'nobody')


@step('list_disks')
def _():
    sms.add_disk(True, 'datalabel', vhd('data'), 'data', 'Windows')
    same([(disk.name, disk.os) for disk in sms.list_disks()], [('disk', 'Linux'), ('data', 'Windows')])


@step('update_disk sets the label, whatever else it is given')
def _():
    same(sms.update_disk('disk', True, 'newlabel', vhd('elsewhere'), 'othername', 'Windows'), None)
    disk = sms.get_disk('disk')
    same((disk.label, disk.media_link, disk.name, disk.os), ('newlabel', vhd('disk'), 'disk', 'Linux'))


@step('delete_storage_account is refused while disks lie in it')
def _():
    raises(AzureHttpError, 400, 'Storage account contosopackages has some active image(s) and/or disk(s), e.g. disk.', sms.delete_storage_account, 'contosopackages')


@step('delete_disk leaves its VHD unless it is to go with it')
def _():
    same((sms.delete_disk('disk'), sms.delete_disk('data', delete_vhd=True)), (None, None))
    same((len(sms.list_disks()), is_there('disk'), is_there('data')), (0, True, False))
    raises(AzureMissingResourceHttpError, 404, no_disk, sms.delete_disk, 'disk')


@step('list_resource_extensions')
def _():
    extensions = {extension.name: extension for extension in sms.list_resource_extensions()}
    chef = extensions['ChefClient']
    same((chef.publisher, chef.version, chef.replication_completed, chef.is_json_extension), ('Chef.Bootstrap.WindowsAzure', '1207.12', True, True))
    for name in ('BGInfo', 'VMAccessAgent', 'CustomScriptExtension', 'IaaSAntimalware', 'CustomScriptForLinux', 'VMAccessForLinux'):
        assert extensions[name].label and extensions[name].description, name


@step('list_resource_extension_versions')
def _():
    versions = sms.list_resource_extension_versions('Chef.Bootstrap.WindowsAzure', 'ChefClient')
    assert len(versions) > 3
    same({(extension.publisher, extension.name) for extension in versions}, {('Chef.Bootstrap.WindowsAzure', 'ChefClient')})
    assert '11.10.4' in [extension.version for extension in versions]
    same(len(sms.list_resource_extension_versions('nobody', 'nothing')), 0)


tell()
